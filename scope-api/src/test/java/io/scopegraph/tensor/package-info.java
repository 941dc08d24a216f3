/// Shapes, element types and tensors.
@NullMarked
package io.scopegraph.tensor;

import org.jspecify.annotations.NullMarked;
