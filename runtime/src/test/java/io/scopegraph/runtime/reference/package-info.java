/// A small backend for the tests of the runtime: naive kernels over host memory.
@NullMarked
package io.scopegraph.runtime.reference;

import org.jspecify.annotations.NullMarked;
