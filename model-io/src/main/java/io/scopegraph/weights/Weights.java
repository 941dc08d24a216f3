package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.graph.Variables;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The weights in a file, by name.
///
/// ```java
/// Weights.load(Path.of("model.ckpt")).into(session);
/// Weights.save(session, Path.of("model.safetensors"));
/// ```
///
/// Opening reads the list of names and checks the structure; contents are read when they are asked
/// for. Checkpoints and safetensors are mapped, and their tensors are read-only views of the map
/// wherever elements are aligned to their own size; a map lives as long as one of its tensors is
/// reachable, so there is nothing to close. A file must not be shortened or written over while it
/// is in use; [#save] never does that.
///
/// Safe for use by any thread.
public final class Weights {
  private final Path path;
  private final WeightFile file;

  private Weights(Path path, WeightFile file) {
    this.path = path;
    this.file = file;
  }

  /// Opens a file of weights. The format is found by the contents:
  ///
  /// - a TensorFlow checkpoint of version 2, named by its prefix, its `.index` file, the text file
  ///   `checkpoint`, the folder that holds it, or the folder of a SavedModel;
  /// - a `.safetensors` file, or a set of them, named by its `.safetensors.index.json` file or by
  ///   the folder;
  /// - an `.npz` or `.npy` file.
  ///
  /// Checksums, in the formats that have them, are verified when contents are read.
  ///
  /// @throws ModelFormatException if there is no such file, or it is damaged or of another format
  public static Weights load(Path path) {
    return load(path, true);
  }

  /// As [#load], but the contents of a checkpoint's tensors are taken without verifying their
  /// checksums. For large files that were verified elsewhere.
  ///
  /// @throws ModelFormatException as [#load]
  public static Weights loadUnverified(Path path) {
    return load(path, false);
  }

  /// Whether a path stands for weights in one of the formats. The file may still turn out to be
  /// damaged.
  ///
  /// @throws ModelFormatException if it cannot be read
  public static boolean isWeights(Path path) {
    return WeightDetection.find(path) != null;
  }

  private static Weights load(Path path, boolean verifiesChecksums) {
    WeightDetection.Found found = WeightDetection.find(path);
    if (found == null) {
      throw ModelFormatException.of(
          path.toString(),
          Files.exists(path)
              ? "expected a TensorFlow checkpoint, safetensors, npz or npy, found something else"
              : "no such file, nor a checkpoint of that prefix");
    }
    return new Weights(
        path,
        switch (found) {
          case WeightDetection.Checkpoint(Path index) ->
              CheckpointFile.open(index, verifiesChecksums);
          case WeightDetection.Safetensors(Path safetensors) -> SafetensorsFile.open(safetensors);
          case WeightDetection.SafetensorsSet(Path index) -> SafetensorsFile.openSet(index);
          case WeightDetection.Numpy(Path arrays, WeightFormat format) ->
              NumpyArrays.open(arrays, format);
        });
  }

  /// What was opened, as the caller named it.
  public Path path() {
    return path;
  }

  public WeightFormat format() {
    return file.format();
  }

  /// What the file says of its tensors, by name, in its order; also of those that cannot be loaded.
  public ImmutableMap<String, WeightEntry> entries() {
    return file.entries();
  }

  /// The words of the writer about the file, by key; empty for formats without a place for them.
  public ImmutableMap<String, String> metadata() {
    return file.metadata();
  }

  /// A tensor of the file. It must not be written to.
  ///
  /// @param name as the file has it; TensorFlow 2's suffix `/.ATTRIBUTES/VARIABLE_VALUE` may be
  ///   left out
  /// @throws IllegalArgumentException if there is no such name
  /// @throws ModelFormatException if it is of a form that is not supported, or damaged
  public Tensor tensor(String name) {
    String full = entries().containsKey(name) ? name : name + VariableNames.OBJECT_SUFFIX;
    WeightEntry entry = entries().get(full);
    if (entry == null) {
      throw new IllegalArgumentException(
          "%s has no tensor \"%s\"; nearest: %s"
              .formatted(path, name, NearestNames.suggest(name, entries().keySet())));
    }
    return read(List.of(entry)).values().iterator().next();
  }

  /// All tensors of the file, by name, in its order.
  ///
  /// @throws ModelFormatException if one is of a form that is not supported, or damaged
  public ImmutableMap<String, Tensor> tensors() {
    return read(entries().values());
  }

  /// The tensors of the file under the names that options give them, without those that they leave
  /// out.
  ///
  /// @throws IllegalArgumentException if two have one name
  /// @throws ModelFormatException if one is of a form that is not supported, or damaged
  public ImmutableMap<String, Tensor> tensors(LoadOptions options) {
    ImmutableMap<String, WeightEntry> renamed =
        WeightMatching.rename(path.toString(), entries().values(), options);
    ImmutableMap<String, Tensor> tensors = read(renamed.values());
    return ImmutableMap.copyOf(
        Maps.transformValues(renamed, entry -> Objects.requireNonNull(tensors.get(entry.name()))));
  }

  ImmutableMap<String, Tensor> read(Collection<WeightEntry> wanted) {
    for (WeightEntry entry : wanted) {
      String refusal = entry.refusal();
      if (refusal != null) {
        throw ModelFormatException.in(path.toString(), "tensor \"" + entry.name() + "\"", refusal);
      }
    }
    return file.read(wanted.stream().map(WeightEntry::name).toList());
  }

  /// Sets all variables from the file, strictly: as [#into(Variables, LoadOptions)] with
  /// [LoadOptions#STRICT].
  public LoadSummary into(Variables target) {
    return into(target, LoadOptions.STRICT);
  }

  /// Sets variables from the tensors of the same name: all that are wanted, or none if anything is
  /// wrong. A store that no session uses has no variables yet; it takes
  /// `assign(weights.tensors())`.
  ///
  /// @return what was done
  /// @throws WeightMismatchException with a table of all names that are missing, left over, or of
  ///   another shape or dtype
  /// @throws ModelFormatException if a tensor is damaged
  public LoadSummary into(Variables target, LoadOptions options) {
    WeightMatching matching = WeightMatching.of(entries().values(), target.variables(), options);
    if (!matching.problems().isEmpty()) {
      throw new WeightMismatchException(
          path.toString(), matching.problems(), matching.unusedSlots());
    }
    ImmutableMap<String, Tensor> tensors = read(matching.matches().values());
    ImmutableMap.Builder<String, Tensor> values = ImmutableMap.builder();
    matching
        .matches()
        .forEach((variable, entry) ->
            values.put(
                variable,
                FloatConversion.to(
                    Objects.requireNonNull(target.variables().get(variable)).dtype(),
                    Objects.requireNonNull(tensors.get(entry.name())))));
    ImmutableMap<String, Tensor> assigned = values.buildOrThrow();
    target.assign(assigned);
    return new LoadSummary(
        assigned.keySet().asList(),
        assigned.values().stream().mapToLong(Tensor::byteSize).sum(),
        matching.ignored(),
        matching.missing());
  }

  /// Writes all variables to a file, without metadata.
  ///
  /// @see #save(Variables, Path, Map)
  public static void save(Variables source, Path file) throws IOException {
    save(source, file, ImmutableMap.of());
  }

  /// Writes all variables to a file that ends in `.safetensors` or `.npz`. The file is written
  /// beside the wanted one and moved into its place when it is complete, so that nobody ever sees
  /// half of it. Reading it back gives the same bits. Values are read one after the other: a
  /// variable that is assigned meanwhile is written in its new or in its old state.
  ///
  /// @param metadata words about the file, by key; only safetensors has a place for them
  /// @throws IllegalArgumentException if the name ends in something else, or the format has no
  ///   place for a dtype or for metadata; nothing is written then
  /// @throws IOException if the file cannot be written
  public static void save(Variables source, Path file, Map<String, String> metadata)
      throws IOException {
    WeightWriting.write(source.variables(), source::read, file, metadata);
  }

  /// Writes tensors to a file as [#save(Variables, Path, Map)] writes variables.
  public static void save(Map<String, Tensor> tensors, Path file, Map<String, String> metadata)
      throws IOException {
    ImmutableMap<String, Tensor> copy = ImmutableMap.copyOf(tensors);
    WeightWriting.write(
        Maps.transformValues(copy, Tensor::spec),
        name -> Objects.requireNonNull(copy.get(name)),
        file,
        metadata);
  }

  /// The format and the path: `safetensors model.safetensors, 23 tensors`.
  @Override
  public String toString() {
    return "%s %s, %d tensors".formatted(format(), path, entries().size());
  }
}
