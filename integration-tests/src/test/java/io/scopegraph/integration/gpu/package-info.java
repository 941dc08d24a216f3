/// What is tested and measured on machines with a GPU; `gpu/run.sh` takes it there.
@NullMarked
package io.scopegraph.integration.gpu;

import org.jspecify.annotations.NullMarked;
