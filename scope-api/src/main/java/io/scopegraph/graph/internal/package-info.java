/// What several modules share to word their errors. Not part of the API.
@NullMarked
package io.scopegraph.graph.internal;

import org.jspecify.annotations.NullMarked;
