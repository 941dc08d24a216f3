package io.scopegraph.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
  void readsFilesOfNumpyItself() {
    Path arrays =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models", "arrays");
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
