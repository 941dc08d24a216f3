package io.scopegraph.io;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// What a file says of an array.
///
/// @param elementType in numpy's words: `<f4`
/// @param byteSize of the data in the file
/// @param spec of the tensor that it is read into, or null if its elements are not supported
public record ArrayInfo(String elementType, Shape shape, long byteSize, @Nullable TensorSpec spec) {
  static ArrayInfo of(NpyHeader header, long byteSize) {
    return new ArrayInfo(header.elementType(), header.shape(), byteSize, header.spec());
  }
}
