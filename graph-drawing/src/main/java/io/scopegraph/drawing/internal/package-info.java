/// What pictures of all sorts are written with; not API.
@NullMarked
package io.scopegraph.drawing.internal;

import org.jspecify.annotations.NullMarked;
