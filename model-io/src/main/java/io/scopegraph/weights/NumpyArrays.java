package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.io.ArrayInfo;
import io.scopegraph.io.NpzFile;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Arrays as numpy stores them: several in an npz file, or a single one.
final class NumpyArrays implements WeightFile {
  private final Path file;
  private final WeightFormat format;
  private final ImmutableMap<String, WeightEntry> entries;

  private NumpyArrays(Path file, WeightFormat format, ImmutableMap<String, WeightEntry> entries) {
    this.file = file;
    this.format = format;
    this.entries = entries;
  }

  /// Opens a file.
  ///
  /// @throws io.scopegraph.io.ModelFormatException if it is none of arrays
  static NumpyArrays open(Path file, WeightFormat format) {
    ImmutableMap.Builder<String, WeightEntry> entries = ImmutableMap.builder();
    NpzFile.info(file).forEach((name, info) -> entries.put(name, entry(name, info)));
    return new NumpyArrays(file, format, entries.buildOrThrow());
  }

  private static WeightEntry entry(String name, ArrayInfo info) {
    TensorSpec spec = info.spec();
    return new WeightEntry(name, label(info, spec), info.shape(), info.byteSize(), refusal(info));
  }

  private static String label(ArrayInfo info, @Nullable TensorSpec spec) {
    return spec == null ? info.elementType() : spec.dtype().toString();
  }

  private static @Nullable String refusal(ArrayInfo info) {
    return info.spec() == null ? ElementTypes.refusal(info.elementType()) : null;
  }

  @Override
  public WeightFormat format() {
    return format;
  }

  @Override
  public ImmutableMap<String, WeightEntry> entries() {
    return entries;
  }

  @Override
  public ImmutableMap<String, String> metadata() {
    return ImmutableMap.of();
  }

  @Override
  public ImmutableMap<String, Tensor> read(Collection<String> names) {
    return NpzFile.read(file, names);
  }
}
