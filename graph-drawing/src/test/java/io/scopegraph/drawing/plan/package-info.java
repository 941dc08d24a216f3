@NullMarked
package io.scopegraph.drawing.plan;

import org.jspecify.annotations.NullMarked;
