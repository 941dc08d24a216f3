@NullMarked
package io.scopegraph.drawing.internal;

import org.jspecify.annotations.NullMarked;
