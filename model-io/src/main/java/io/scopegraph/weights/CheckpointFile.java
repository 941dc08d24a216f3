package io.scopegraph.weights;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.weights.proto.BundleEntry;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// A TensorFlow checkpoint of version 2: an index and shards of raw data.
final class CheckpointFile implements WeightFile {
  private final BundleIndex index;
  private final Path prefix;
  private final boolean verifiesChecksums;
  private final Map<Integer, MappedFile> shards = new HashMap<>();
  private final ImmutableMap<String, WeightEntry> entries;

  private CheckpointFile(BundleIndex index, Path prefix, boolean verifiesChecksums) {
    this.index = index;
    this.prefix = prefix;
    this.verifiesChecksums = verifiesChecksums;
    ImmutableMap.Builder<String, WeightEntry> listed = ImmutableMap.builder();
    index.entries().forEach((name, entry) -> listed.put(name, check(name, entry)));
    this.entries = listed.buildOrThrow();
  }

  /// Opens a checkpoint by its `.index` file.
  ///
  /// @throws ModelFormatException if the index is damaged, or a shard is missing or too short
  static CheckpointFile open(Path indexFile, boolean verifiesChecksums) {
    String name = indexFile.toString();
    if (!name.endsWith(CheckpointPaths.INDEX_SUFFIX)) {
      throw ModelFormatException.of(
          name,
          "expected the index of a checkpoint to be named PREFIX.index; checkpoints of version 1, which have no such file, are not supported");
    }
    return new CheckpointFile(
        BundleIndex.read(MappedFile.map(indexFile)),
        CheckpointPaths.prefix(indexFile),
        verifiesChecksums);
  }

  private WeightEntry check(String name, BundleEntry entry) {
    TensorShape shape = index.shape(name, entry);
    String dtype = BundleTypes.label(entry.getDtype());
    if (entry.getSlicesCount() > 0) {
      return new WeightEntry(
          name,
          dtype,
          shape.shape(),
          entry.getSize(),
          "partitioned into %d slices, which is not supported".formatted(entry.getSlicesCount()));
    }
    MappedFile shard = shard(entry.getShardId());
    if (!shard.contains(entry.getOffset(), entry.getSize())) {
      throw shard.error(
          shard.size(),
          "%s lies at byte %d with %d bytes, past the end of the file"
              .formatted(quote(name), entry.getOffset(), entry.getSize()));
    }
    WeightEntry listed =
        new WeightEntry(name, dtype, shape.shape(), entry.getSize(), ElementTypes.refusal(dtype));
    TensorSpec spec = listed.spec();
    if (spec != null && shape.byteSize(spec.dtype()) != entry.getSize()) {
      throw index.error(
          name,
          "%s needs %d bytes, found %d"
              .formatted(spec, shape.byteSize(spec.dtype()), entry.getSize()));
    }
    return listed;
  }

  private MappedFile shard(int number) {
    return shards.computeIfAbsent(
        number, _ -> MappedFile.map(CheckpointPaths.shard(prefix, number, index.shardCount())));
  }

  @Override
  public WeightFormat format() {
    return WeightFormat.TENSORFLOW_CHECKPOINT;
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
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    for (String name : names) {
      TensorSpec spec =
          Objects.requireNonNull(Objects.requireNonNull(entries.get(name)).spec(), name);
      BundleEntry entry = Objects.requireNonNull(index.entries().get(name));
      MappedFile shard = shard(entry.getShardId());
      if (verifiesChecksums) {
        verify(name, entry, shard);
      }
      tensors.put(name, shard.tensor(spec, entry.getOffset()));
    }
    return tensors.buildOrThrow();
  }

  private static void verify(String name, BundleEntry entry, MappedFile shard) {
    MemorySegment bytes = shard.bytes().asSlice(entry.getOffset(), entry.getSize());
    int found = MaskedChecksum.of(bytes);
    if (found != entry.getCrc32C()) {
      throw shard.error(
          entry.getOffset(),
          "the checksum of %s is %08x, expected %08x; its %d bytes are damaged"
              .formatted(quote(name), found, entry.getCrc32C(), entry.getSize()));
    }
  }

  private static String quote(String name) {
    return "tensor \"" + name + "\"";
  }
}
