/// Tests of what is said of a machine.
@NullMarked
package io.scopegraph.cuda.probe;

import org.jspecify.annotations.NullMarked;
