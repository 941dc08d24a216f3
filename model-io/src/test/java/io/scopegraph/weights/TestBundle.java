package io.scopegraph.weights;

import io.scopegraph.weights.proto.BundleDim;
import io.scopegraph.weights.proto.BundleEntry;
import io.scopegraph.weights.proto.BundleHeader;
import io.scopegraph.weights.proto.BundleShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Writes TensorFlow checkpoints, good and bad ones.
final class TestBundle {
  static final int FLOAT32 = 1;
  static final int STRING = 7;

  private final List<ByteArrayOutputStream> shards = new ArrayList<>();
  private final Map<String, byte[]> records = new TreeMap<>();
  private TestTable table = TestTable.plain(4, 2);

  TestBundle(int shardCount) {
    for (int i = 0; i < shardCount; i++) {
      shards.add(new ByteArrayOutputStream());
    }
    header(_ -> {});
  }

  TestBundle table(TestTable other) {
    table = other;
    return this;
  }

  /// Replaces parts of the header.
  TestBundle header(Consumer<BundleHeader.Builder> change) {
    BundleHeader.Builder header = BundleHeader.newBuilder().setNumShards(shards.size());
    header.getVersionBuilder().setProducer(1);
    change.accept(header);
    return record("", header.build().toByteArray());
  }

  TestBundle add(int shard, String name, int dtype, byte[] data, long... dims) {
    return add(shard, name, dtype, data, _ -> {}, dims);
  }

  /// Adds a tensor, whose record is changed in the end.
  TestBundle add(
      int shard,
      String name,
      int dtype,
      byte[] data,
      Consumer<BundleEntry.Builder> change,
      long... dims) {
    BundleShape.Builder shape = BundleShape.newBuilder();
    Arrays.stream(dims).forEach(dim -> shape.addDim(BundleDim.newBuilder().setSize(dim)));
    BundleEntry.Builder entry =
        BundleEntry.newBuilder()
            .setDtype(dtype)
            .setShape(shape)
            .setShardId(shard)
            .setOffset(shards.get(shard).size())
            .setSize(data.length)
            .setCrc32C(TestTable.checksum(data, 0, data.length));
    change.accept(entry);
    shards.get(shard).writeBytes(data);
    return record(name, entry.build().toByteArray());
  }

  TestBundle record(String name, byte[] value) {
    records.put(name, value);
    return this;
  }

  byte[] index() {
    return table.write(
        records.keySet().stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList(),
        List.copyOf(records.values()));
  }

  List<TestTable.Place> places() {
    return table.places();
  }

  /// Writes all files.
  ///
  /// @return the index
  Path write(Path prefix) throws IOException {
    for (int i = 0; i < shards.size(); i++) {
      Files.write(
          Path.of("%s.data-%05d-of-%05d".formatted(prefix, i, shards.size())),
          shards.get(i).toByteArray());
    }
    return Files.write(Path.of(prefix + ".index"), index());
  }
}
