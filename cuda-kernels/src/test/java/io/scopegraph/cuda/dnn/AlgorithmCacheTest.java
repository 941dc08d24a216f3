package io.scopegraph.cuda.dnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlgorithmCacheTest {
  private static final AlgorithmCache.Entry ENTRY = new AlgorithmCache.Entry(1, 3, 12.5);

  @TempDir private Path folder;

  private AlgorithmCache open() {
    return AlgorithmCache.open(folder, "NVIDIA H100 80GB", 90, 90500);
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().getFirst();
    }
  }

  @Test
  void isATextThatPeopleCanRead() throws IOException {
    open().put("float32 nhwc n1 5x5x3", ENTRY);
    assertThat(file().getFileName().toString())
        .isEqualTo("convolutions-nvidia-h100-80gb-sm_90-cudnn-90500.txt");
    assertThat(Files.readAllLines(file()))
        .containsExactly(
            "# NVIDIA H100 80GB, sm_90, cuDNN 90500",
            "# convolution\talgorithm\tmath type\tmicroseconds",
            "float32 nhwc n1 5x5x3\t1\t3\t12.500");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void isFoundByTheNextProcess() {
    open().put("one", ENTRY);
    open().put("another", ENTRY);
    assertThat(open().find("one")).contains(ENTRY);
    assertThat(open().find("another")).contains(ENTRY);
    assertThat(open().find("a third")).isEmpty();
  }

  @Test
  void belongsToADeviceAndAVersion() {
    open().put("one", ENTRY);
    assertThat(AlgorithmCache.open(folder, "NVIDIA H100 80GB", 90, 90600).find("one")).isEmpty();
    assertThat(AlgorithmCache.open(folder, "NVIDIA A100", 80, 90500).find("one")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\t1", "two\tx\t3\t1.0", "two\t-1\t3\t1.0", "two\t1\t3\tfast", ""})
  void aDamagedFileIsIgnoredAndWrittenAnew(String line) throws IOException {
    open().put("one", ENTRY);
    Files.write(file(), List.of(line), java.nio.file.StandardOpenOption.APPEND);
    AlgorithmCache damaged = open();
    assertThat(damaged.find("one")).isEmpty();
    damaged.put("three", ENTRY);
    assertThat(open().find("three")).contains(ENTRY);
  }

  @Test
  void withoutAFolderItKeepsNothingOnDisk() {
    AlgorithmCache cache = AlgorithmCache.open(null, "NVIDIA H100 80GB", 90, 90500);
    cache.put("one", ENTRY);
    assertThat(cache.find("one")).contains(ENTRY);
    assertThat(folder).isEmptyDirectory();
  }
}
