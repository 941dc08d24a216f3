package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Tensor;
import java.util.Collection;

/// The tensors of a file, or of several files that belong together. The structure has been checked
/// when there is one; contents are read on demand.
sealed interface WeightFile permits CheckpointFile, NumpyArrays, SafetensorsFile {
  WeightFormat format();

  /// What there is, by name, in the order of the file.
  ImmutableMap<String, WeightEntry> entries();

  /// Words of the writer about the file, by key.
  ImmutableMap<String, String> metadata();

  /// Tensors of the file, each a view of the mapped file where that is possible.
  ///
  /// @param names of entries that can be loaded
  ImmutableMap<String, Tensor> read(Collection<String> names);
}
