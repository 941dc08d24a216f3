/// How each op runs on the CPU: one class an op or family, which checks whether it can run a node
/// and makes a kernel for it.
@NullMarked
package io.scopegraph.cpu.op;

import org.jspecify.annotations.NullMarked;
