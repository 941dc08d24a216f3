/// Each op's example, shape rules and constraints.
@NullMarked
package io.scopegraph.op;

import org.jspecify.annotations.NullMarked;
