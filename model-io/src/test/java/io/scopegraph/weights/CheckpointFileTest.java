package io.scopegraph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.airlift.compress.snappy.SnappyCompressor;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.weights.proto.BundleEntry;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointFileTest {
  @TempDir private Path folder = Path.of("");

  private Path prefix() {
    return folder.resolve("model.ckpt-7");
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static TestBundle small() {
    return new TestBundle(2)
        .add(1, "conv/bias", TestBundle.FLOAT32, floats(1, 2, 3), 3)
        .add(0, "conv/kernel", TestBundle.FLOAT32, floats(4, 5, 6, 7), 2, 1, 2)
        .add(0, "step", 9, new byte[] {42, 0, 0, 0, 0, 0, 0, 0});
  }

  private static byte[] snappy(byte[] plain) {
    SnappyCompressor compressor = new SnappyCompressor();
    byte[] compressed = new byte[compressor.maxCompressedLength(plain.length)];
    int size = compressor.compress(plain, 0, plain.length, compressed, 0, compressed.length);
    return Arrays.copyOf(compressed, size);
  }

  @Test
  void readsTensorsFromSeveralShards() throws IOException {
    Weights weights = Weights.load(small().write(prefix()));

    assertThat(weights.entries().keySet()).containsExactly("conv/bias", "conv/kernel", "step");
    assertThat(weights.tensor("conv/bias")).isEqualTo(Tensor.ofFloats(Shape.of(3), 1, 2, 3));
    assertThat(weights.tensor("conv/kernel"))
        .isEqualTo(Tensor.ofFloats(Shape.of(2, 1, 2), 4, 5, 6, 7));
    assertThat(weights.tensor("step")).isEqualTo(Tensor.scalar(42L));
    assertThat(weights.toString())
        .isEqualTo("TensorFlow checkpoint %s.index, 3 tensors".formatted(prefix()));
  }

  @ParameterizedTest(name = "{0} entries a block, restarts every {1}, compression {2}")
  @CsvSource({"1, 1, 0", "3, 2, 0", "16, 16, 0", "1000, 16, 0", "7, 16, 1", "1000, 16, 1"})
  void readsEveryFormOfTheTable(int entriesPerBlock, int restartInterval, int compression)
      throws IOException {
    TestTable table =
        compression == 0
            ? TestTable.plain(entriesPerBlock, restartInterval)
            : new TestTable(entriesPerBlock, restartInterval, 1, CheckpointFileTest::snappy);
    TestBundle bundle = new TestBundle(3).table(table);
    SplittableRandom random = new SplittableRandom(11);
    Map<String, Tensor> expected = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      String name = "block%d/unit_%d/weights%d".formatted(i % 7, i % 31, i);
      Tensor tensor = SampleTensors.random(random, DType.FLOAT32, i % 5, 3);
      expected.put(name, tensor);
      byte[] bytes = tensor.segment().toArray(ValueLayout.JAVA_BYTE);
      bundle.add(i % 3, name, TestBundle.FLOAT32, bytes, i % 5, 3);
    }

    Weights weights = Weights.load(bundle.write(prefix()));

    assertThat(weights.entries().keySet().asList()).isSorted();
    assertThat(weights.tensors()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void tensorsAreReadOnlyViewsOfTheMapWhereAligned() throws IOException {
    TestBundle bundle =
        new TestBundle(1)
            .add(0, "aligned", TestBundle.FLOAT32, floats(1, 2), 2)
            .add(0, "byte", 4, new byte[] {9}, 1)
            .add(0, "shifted", TestBundle.FLOAT32, floats(3, 4), 2);

    Weights weights = Weights.load(bundle.write(prefix()));

    assertThat(weights.tensor("aligned").segment().isMapped()).isTrue();
    assertThat(weights.tensor("aligned").segment().isReadOnly()).isTrue();
    assertThat(weights.tensor("byte").segment().isMapped()).isTrue();
    assertThat(weights.tensor("shifted").segment().isMapped()).isFalse();
    assertThat(weights.tensor("shifted").segment().address() % 4).isZero();
    assertThat(weights.tensor("shifted").toFloatArray()).containsExactly(3, 4);
  }

  @Test
  void listsWhatItCannotLoadAndRefusesItByName() throws IOException {
    TestBundle bundle =
        small()
            .add(0, "names", TestBundle.STRING, new byte[] {1, 2, 3, 4, 5, 6}, 1)
            .add(0, "phase", 13, new byte[16])
            .add(0, "strange", 77, new byte[5], 2)
            .add(
                0,
                "table",
                TestBundle.FLOAT32,
                new byte[0],
                entry -> entry.addSlices(ByteString.EMPTY),
                100,
                8);

    Weights weights = Weights.load(bundle.write(prefix()));

    assertThat(weights.entries().get("names")).hasToString("string(1,)");
    assertThat(weights.entries().get("phase")).hasToString("qint32()");
    assertThat(weights.entries().get("strange")).hasToString("dtype 77(2,)");
    assertThat(weights.entries().get("table")).hasToString("float32(100, 8)");
    for (String name : List.of("names", "phase", "strange", "table")) {
      assertThat(Objects.requireNonNull(weights.entries().get(name)).isLoadable()).isFalse();
      assertRefused(() -> weights.tensor(name), "tensor \"%s\": ".formatted(name), "not supported");
    }
    assertRefused(weights::tensors, "not supported");
    assertThat(weights.tensor("step")).isEqualTo(Tensor.scalar(42L));
  }

  @Test
  void takesNamesOfObjectBasedCheckpointsShortened() throws IOException {
    Path index =
        new TestBundle(1)
            .add(0, "layer/kernel/.ATTRIBUTES/VARIABLE_VALUE", 1, floats(8))
            .write(prefix());

    assertThat(Weights.load(index).tensor("layer/kernel")).isEqualTo(Tensor.scalar(8f));
    assertThatThrownBy(() -> Weights.load(index).tensor("layer/bias"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tensor \"layer/bias\"; nearest: \"layer/kernel/.ATTRIBUTES");
  }

  @Test
  void findsTheCheckpointThatAFolderMeans() throws IOException {
    small().write(prefix());
    assertThat(Weights.load(folder).entries()).hasSize(3);

    new TestBundle(1).write(folder.resolve("other.ckpt"));
    assertRefused(() -> Weights.load(folder), "several checkpoints", "model.ckpt-7.index");

    Files.writeString(
        folder.resolve("checkpoint"),
        "all_model_checkpoint_paths: \"a\"\nmodel_checkpoint_path: \"other.ckpt\"\n");
    assertThat(Weights.load(folder).entries()).isEmpty();

    Files.writeString(
        folder.resolve("checkpoint"), "model_checkpoint_path: \"%s\"\n".formatted(prefix()));
    assertThat(Weights.load(folder.resolve("checkpoint")).entries()).hasSize(3);

    Files.writeString(folder.resolve("checkpoint"), "model_checkpoint_path: \"gone\"\n");
    assertRefused(() -> Weights.load(folder), "names the checkpoint \"gone\"", "gone.index");

    Files.writeString(folder.resolve("checkpoint"), "nothing");
    assertRefused(() -> Weights.load(folder), "expected a line model_checkpoint_path");
  }

  @Test
  void saysThatThereIsNothingOfTheName() {
    assertRefused(() -> Weights.load(folder.resolve("none")), "none", "no such file");
    assertRefused(() -> Weights.load(folder), "expected a TensorFlow checkpoint");
    assertThat(Weights.isWeights(folder)).isFalse();
  }

  @Test
  void refusesOtherFormsOfTheFormat() throws IOException {
    refused(small().header(header -> header.setEndianness(1)), "big-endian");
    refused(small().header(header -> header.getVersionBuilder().setMinConsumer(2)), "version 2");
    refused(small().header(header -> header.setNumShards(0)), "0 shards");
    refused(small().header(header -> header.setNumShards(-1)), "-1 shards");
    refused(small().header(header -> header.setNumShards(2_000_000_000)), "2000000000 shards");
    refused(small().record("", new byte[] {-1, -1, -1}), "the header");
    refused(small().record("x", new byte[] {-1, -1, -1}), "the entry of \"x\"");
    refused(small().record("x".repeat(2000), new byte[0]), "name of more than 1024");
    Path version1 = Files.write(folder.resolve("model-v1"), small().index());
    assertRefused(() -> Weights.load(version1), "version 1");
  }

  private void refused(TestBundle bundle, String... parts) throws IOException {
    Path index = bundle.write(prefix());
    assertRefused(() -> Weights.load(index), parts);
    assertRefused(() -> Weights.load(index), folder.toString());
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(ModelFormatException.class).message().contains(parts);
  }

  @Test
  void refusesEntriesThatCannotBeTrue() throws IOException {
    wrong(entry -> entry.setShardId(2), "shard 2 of 2");
    wrong(entry -> entry.setShardId(-1), "shard -1 of 2");
    wrong(entry -> entry.setOffset(1), "past the end");
    wrong(entry -> entry.setOffset(-1), "past the end");
    wrong(entry -> entry.setOffset(Long.MAX_VALUE), "past the end");
    wrong(entry -> entry.setSize(Long.MAX_VALUE), "past the end");
    wrong(entry -> entry.setSize(-4), "past the end");
    wrong(entry -> entry.setSize(8), "needs 12 bytes, found 8");
    wrong(entry -> entry.getShapeBuilder().getDimBuilder(0).setSize(-3), "negative dim");
    wrong(entry -> entry.getShapeBuilder().getDimBuilder(0).setSize(4), "needs 16 bytes");
    wrong(
        entry -> entry.getShapeBuilder().addDimBuilder().setSize(Long.MAX_VALUE / 2),
        "more elements than any file");
    wrong(entry -> entry.getShapeBuilder().setUnknownRank(true), "rank is unknown");
    wrong(
        entry -> {
          for (int i = 0; i < 100; i++) {
            entry.getShapeBuilder().addDimBuilder().setSize(1);
          }
        },
        "rank of 101");
  }

  private void wrong(Consumer<BundleEntry.Builder> change, String part) throws IOException {
    TestBundle bundle =
        new TestBundle(2).add(1, "w", TestBundle.FLOAT32, floats(1, 2, 3), change, 3);
    refused(bundle, "w", part);
  }

  @Test
  void refusesAMissingShardByItsName() throws IOException {
    Path index = small().write(prefix());
    Files.delete(folder.resolve("model.ckpt-7.data-00001-of-00002"));

    assertRefused(() -> Weights.load(index), "model.ckpt-7.data-00001-of-00002: no such file");
  }

  @Test
  void refusesDamagedContentsUnlessAskedNotTo() throws IOException {
    Path index = small().write(prefix());
    Path shard = folder.resolve("model.ckpt-7.data-00001-of-00002");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[5] ^= 1;
    Files.write(shard, bytes);

    assertRefused(
        () -> Weights.load(index).tensor("conv/bias"),
        "data-00001-of-00002 at byte 0: the checksum of tensor \"conv/bias\"",
        "damaged");
    assertThat(Weights.loadUnverified(index).tensor("conv/bias").toFloatArray()).hasSize(3);
    assertThat(Weights.load(index).tensor("conv/kernel").toFloatArray()).hasSize(4);
  }

  @Test
  void everyChangedByteOfTheIndexIsNoticedOrHarmless() throws IOException {
    Path index = small().write(prefix());
    byte[] whole = Files.readAllBytes(index);
    Map<String, Tensor> tensors = Weights.load(index).tensors();
    int metaIndexAndPadding = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      Files.write(index, changed);
      try {
        assertThat(Weights.load(index).tensors()).isEqualTo(tensors);
        metaIndexAndPadding++;
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageStartingWith(index.toString());
      }
    }
    // The meta-index has 8 + 5 bytes, its handle 3, and the footer's padding fills 40 bytes.
    assertThat(metaIndexAndPadding).isBetween(1, 60);
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    Path index = small().write(prefix());
    Path shard = folder.resolve("model.ckpt-7.data-00000-of-00002");
    truncations(index, index);
    truncations(shard, index);
  }

  private static void truncations(Path file, Path index) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(() -> Weights.load(index), file.toString());
    }
    Files.write(file, whole);
    assertThat(Weights.load(index).tensors()).hasSize(3);
  }

  @Test
  void refusesTablesThatAreOutOfOrder() throws IOException {
    table(TestTable.plain(4, 2), "do not ascend", "", "b", "a");
    table(TestTable.plain(1, 1), "do not ascend", "", "b", "a");
    table(TestTable.plain(4, 2), "do not ascend", "", "a", "a");
    table(TestTable.plain(4, 2), "as the first entry", "a");
    Path index = prefix().resolveSibling("empty.index");
    Files.write(index, TestTable.plain(4, 2).write(List.of(), List.of()));
    assertRefused(() -> Weights.load(index), "found no header");
  }

  private void table(TestTable table, String problem, String... names) throws IOException {
    byte[] header = {8, 1};
    List<byte[]> keys =
        Arrays.stream(names).map(name -> name.getBytes(StandardCharsets.UTF_8)).toList();
    List<byte[]> values =
        Arrays.stream(names).map(name -> name.isEmpty() ? header : new byte[0]).toList();
    Path index = Files.write(folder.resolve("table.index"), table.write(keys, values));
    assertRefused(() -> Weights.load(index), problem);
  }

  @Test
  void refusesATableWhoseBlocksOverlap() throws IOException {
    TestBundle bundle = small().table(TestTable.plain(2, 2));
    byte[] twoBlocks = bundle.index();
    TestTable.Place index = bundle.places().getLast();
    TestTable.Place first = bundle.places().getFirst();
    // The handle of the second data block is made that of the first.
    for (int at = index.offset(); at < index.offset() + index.size() - 1; at++) {
      if (twoBlocks[at] == (byte) bundle.places().get(1).offset()
          && twoBlocks[at + 1] == (byte) bundle.places().get(1).size()) {
        twoBlocks[at] = (byte) first.offset();
        twoBlocks[at + 1] = (byte) first.size();
      }
    }
    TestTable.reseal(twoBlocks, List.of(index));
    Path file = Files.write(folder.resolve("overlap.index"), twoBlocks);

    assertRefused(() -> Weights.load(file), "overlap or are out of order");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 255})
  void refusesOtherCompressions(int type) throws IOException {
    Path index = small().table(new TestTable(4, 2, type, bytes -> bytes)).write(prefix());

    assertRefused(() -> Weights.load(index), "compression", "not known");
  }
}
