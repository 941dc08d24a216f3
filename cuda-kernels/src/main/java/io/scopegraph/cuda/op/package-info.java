/// A kernel for each op.
@NullMarked
package io.scopegraph.cuda.op;

import org.jspecify.annotations.NullMarked;
