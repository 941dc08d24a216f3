/// CUDA's libraries, and the native halves of the classes that call them: found, checked and
/// loaded.
@NullMarked
package io.scopegraph.cuda.natives;

import org.jspecify.annotations.NullMarked;
