/// What the importers of several formats share. Not part of the API.
@NullMarked
package io.scopegraph.io.internal;

import org.jspecify.annotations.NullMarked;
