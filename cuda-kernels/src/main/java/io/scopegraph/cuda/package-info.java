/// The backend for NVIDIA GPUs.
@NullMarked
package io.scopegraph.cuda;

import org.jspecify.annotations.NullMarked;
