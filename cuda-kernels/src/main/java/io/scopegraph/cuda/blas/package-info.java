/// Matrix products by cuBLAS.
@NullMarked
package io.scopegraph.cuda.blas;

import org.jspecify.annotations.NullMarked;
