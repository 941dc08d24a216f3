package io.scopegraph.cuda.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.emulator.CudaEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The emulated libraries export what the bindings' natives want of CUDA's, and nothing else.
class EmulatedSymbolsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "libcuda.so.1, JCudaDriver, cu[A-Z]\\w*",
    "libnvrtc.so.12, JNvrtc, nvrtc[A-Z]\\w*",
    "libcublas.so.12, JCublas2, cublas\\w*",
    "libcudnn.so.9, JCudnn, cudnn\\w*"
  })
  void symbolsAreThoseThatTheNativesWant(
      String library, String binding, String pattern, @TempDir Path folder) throws Exception {
    Path natives = folder.resolve("natives.so");
    try (InputStream in = resource("/lib/lib%s-12.6.0-linux-x86_64.so".formatted(binding))) {
      Files.copy(in, natives);
    }
    List<String> wanted =
        undefined(natives).stream().filter(symbol -> symbol.matches(pattern)).toList();
    assertThat(wanted).isNotEmpty().containsExactlyInAnyOrderElementsOf(emulated(library));
  }

  private static List<String> emulated(String library) throws IOException {
    String file = "/io/scopegraph/emulator/symbols/%s.txt".formatted(library);
    try (InputStream in = resource(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static InputStream resource(String path) throws IOException {
    InputStream in = CudaEmulator.class.getResourceAsStream(path);
    if (in == null) {
      throw new IOException("The resource " + path + " is missing");
    }
    return in;
  }

  private static List<String> undefined(Path file) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder("nm", "-D", "--undefined-only", file.toString()).start();
    } catch (IOException e) {
      System.out.println("Skipped: symbols are read by nm, which is not there: " + e.getMessage());
      assumeThat(e).isNull();
      throw e;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output
        .lines()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1).replaceFirst("@.*", ""))
        .toList();
  }
}
