/// Calls of the driver and of NVRTC: contexts, memory, streams, graphs, kernels. Nothing here knows
/// of ops.
@NullMarked
package io.scopegraph.cuda.driver;

import org.jspecify.annotations.NullMarked;
