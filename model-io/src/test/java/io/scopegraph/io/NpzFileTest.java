package io.scopegraph.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.primitives.Bytes;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpzFileTest {
  private static final String HEADER = "{'descr': '|u1', 'fortran_order': False, 'shape': (%s,)}";

  @TempDir Path folder;

  @Test
  void readsArraysInOrderAndPassesOtherEntriesOver() throws IOException {
    Path file =
        zip("b/second.npy", HEADER.formatted(2), "notes.txt", "none", "a.npy", HEADER.formatted(2));

    assertThat(NpzFile.read(file).keySet()).containsExactly("b/second", "a");
    assertThat(NpzFile.read(file))
        .allSatisfy((_, tensor) -> assertThat(tensor.toLongArray()).containsExactly(1, 2));
  }

  @Test
  void takesABareArray() throws IOException {
    Path file = folder.resolve("bare.npz");
    NpyFile.write(file, Tensor.vector(5));

    assertThat(NpzFile.read(file)).containsExactlyEntriesOf(Map.of("arr_0", Tensor.vector(5)));
  }

  @Test
  void refusesSizesThatCannotBeTrue() throws IOException {
    for (String size : new String[] {"1", "3", "1000000000000"}) {
      Path file = zip("a.npy", HEADER.formatted(size));
      assertThatThrownBy(() -> NpzFile.read(file))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("!a.npy");
    }
  }

  @Test
  void refusesEveryTruncationAndOtherFiles() throws IOException {
    byte[] whole = Files.readAllBytes(zip("a.npy", HEADER.formatted(2)));
    Path file = folder.resolve("part.npz");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> NpzFile.read(file)).isInstanceOf(ModelFormatException.class);
    }
    Files.writeString(file, "plain text, no archive");
    assertThatThrownBy(() -> NpzFile.read(file)).isInstanceOf(ModelFormatException.class);
    assertThatThrownBy(() -> NpzFile.read(folder)).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(4);
    for (DType dtype : DType.values()) {
      if (!dtype.isNumeric()) {
        continue;
      }
      Tensor tensor = Tensor.allocate(new TensorSpec(dtype, Shape.of(3, 70, 90)));
      for (long i = 0; i < tensor.elementCount(); i++) {
        tensor.setLong(i, random.nextInt(100));
      }
      boolean widened = dtype == DType.BFLOAT16;
      arrays.put(
          "scope/" + dtype,
          widened ? Tensor.ofFloats(tensor.shape(), tensor.toFloatArray()) : tensor);
    }
    Path file = folder.resolve("written.npz");

    NpzFile.write(file, arrays);

    assertThat(NpzFile.read(file)).containsExactlyEntriesOf(arrays);
    assertThat(NpzFile.info(file).keySet()).containsExactlyElementsOf(arrays.keySet());
    byte[] once = Files.readAllBytes(file);
    NpzFile.write(file, arrays);
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
  }

  @Test
  void describesArraysWithoutReadingThem() throws IOException {
    Path file =
        zip("a.npy", HEADER.formatted(2), "text.npy", HEADER.formatted(2).replace("|u1", "<U1"));

    ArrayInfo array = NpzFile.info(file).get("a");
    ArrayInfo text = NpzFile.info(file).get("text");

    assertThat(array)
        .isEqualTo(new ArrayInfo("|u1", Shape.of(2), 2, new TensorSpec(DType.UINT8, Shape.of(2))));
    assertThat(Objects.requireNonNull(text).elementType()).isEqualTo("<U1");
    assertThat(text.spec()).isNull();
    assertThat(NpzFile.read(file, List.of("a")).keySet()).containsExactly("a");
    assertThatThrownBy(() -> NpzFile.read(file, List.of("a", "text")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("!text.npy: element type '<U1' is not supported");
    assertThatThrownBy(() -> NpzFile.read(file, List.of("b")))
        .hasMessageContaining("there is no array \"b\"");
  }

  @Test
  void takesNamesThatLookLikePaths() throws IOException {
    Path file = zip("../../up.npy", HEADER.formatted(2), "/root.npy", HEADER.formatted(2));

    assertThat(NpzFile.read(file).keySet()).containsExactly("../../up", "/root");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void refusesDamagedData() throws IOException {
    Path file = folder.resolve("arrays.npz");
    NpzFile.write(file, Map.of("a", Tensor.vector(1, 2, 3)));
    byte[] bytes = Files.readAllBytes(file);
    int data = Bytes.indexOf(bytes, new byte[] {' ', '\n'}) + 2;
    assertThat(bytes[data]).isEqualTo((byte) 1);
    bytes[data] = 9;
    Files.write(file, bytes);

    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("!a.npy: the checksum is");
  }

  @Test
  void takesNoMemoryForWhatIsNotThere() throws IOException {
    long claimed = 1L << 40;
    byte[] honest = NpyFileTest.file(HEADER.formatted(claimed), 1, 2);
    Path file = folder.resolve("bomb.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(honest);
      zip.write(new byte[50_000_000]);
    }
    assertThat(Files.size(file)).isLessThan(60_000);
    assertThatThrownBy(() -> NpzFile.read(file)).isInstanceOf(ModelFormatException.class);

    // The directory claims what the shape needs, and what the compressed bytes could just hold.
    byte[] bytes = Files.readAllBytes(zip("a.npy", HEADER.formatted(40_000_000)));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int directory = buffer.getInt(bytes.length - 6);
    buffer.putInt(directory + 24, 40_000_000 + buffer.getInt(directory + 24) - 2);
    buffer.putInt(directory + 20, 50_000);
    Files.write(file, bytes);
    assertThatThrownBy(() -> NpzFile.read(file)).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void readsFilesOfNumpyItself() {
    Path arrays =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models", "arrays");
    if (!Files.isDirectory(arrays)) {
      System.out.println("Skipped: the folder with sample arrays is missing: " + arrays);
    }
    assumeThat(arrays).as("skipped: the folder with sample arrays is missing").isDirectory();

    Tensor counted = Tensor.vector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(NpyFile.read(arrays.resolve("test.npy"))).isEqualTo(counted);
    assertThat(NpzFile.read(arrays.resolve("test.npz")))
        .containsOnly(
            Map.entry("x", counted),
            Map.entry("x_plus_one", Tensor.vector(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
  }

  /// Entries with a name and a header each, which two bytes of data follow.
  private Path zip(String... entries) throws IOException {
    Path file = folder.resolve("arrays.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i]));
        zip.write(NpyFileTest.file(entries[i + 1], 1, 2));
      }
    }
    return file;
  }
}
