/// Evaluation on the host, for constants and for element types without fast kernels.
@NullMarked
package io.scopegraph.runtime.host;

import org.jspecify.annotations.NullMarked;
