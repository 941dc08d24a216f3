/// Pictures of memory plans, and of runs on a time line.
@NullMarked
package io.scopegraph.drawing.plan;

import org.jspecify.annotations.NullMarked;
