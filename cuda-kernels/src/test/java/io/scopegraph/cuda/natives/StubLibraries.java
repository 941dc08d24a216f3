package io.scopegraph.cuda.natives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/// A folder with stand-ins for CUDA's libraries, compiled from C, that say of themselves what a
/// test wants.
public final class StubLibraries {
  private static final Map<String, Integer> ANSWERS =
      Map.of(
          "DRIVER_VERSION", 12040,
          "INIT_STATUS", 0,
          "DEVICES", 1,
          "COMPUTE", 90,
          "CUDNN_VERSION", 90501,
          "CUDART_VERSION", 12060);

  private final Path folder;

  private StubLibraries(Path folder) {
    this.folder = folder;
  }

  /// All of them, on a machine where nothing is amiss.
  public static StubLibraries complete(Path folder) throws IOException, InterruptedException {
    StubLibraries stubs = new StubLibraries(Files.createDirectories(folder));
    stubs.driver(Map.of());
    stubs.compile("libcublas.so.12", "STUB_CUBLAS", Map.of());
    stubs.cudnn(Map.of());
    stubs.compile("libnvrtc.so.12", "STUB_NVRTC", Map.of());
    return stubs;
  }

  public Path folder() {
    return folder;
  }

  /// A driver with other answers.
  public void driver(Map<String, Integer> answers) throws IOException, InterruptedException {
    compile("libcuda.so.1", "STUB_DRIVER", answers);
  }

  /// A cuDNN with other answers.
  public void cudnn(Map<String, Integer> answers) throws IOException, InterruptedException {
    compile("libcudnn.so.9", "STUB_CUDNN", answers);
  }

  /// A library that prints a line when it is loaded.
  static void plant(Path file) throws IOException, InterruptedException {
    new StubLibraries(Objects.requireNonNull(file.getParent()))
        .compile(file.getFileName().toString(), "PLANTED", Map.of());
  }

  private void compile(String name, String part, Map<String, Integer> answers)
      throws IOException, InterruptedException {
    Path source = folder.resolve("stub.c");
    try (InputStream stream = StubLibraries.class.getResourceAsStream("stub.c")) {
      Files.write(source, Objects.requireNonNull(stream).readAllBytes());
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "gcc",
                "-shared",
                "-fPIC",
                "-Wl,--default-symver,-soname," + name,
                "-D" + part,
                "-o"));
    command.add(folder.resolve(name).toString());
    command.add(source.toString());
    Map<String, Integer> all = new TreeMap<>(ANSWERS);
    all.putAll(answers);
    all.forEach((key, value) -> command.add("-D" + key + "=" + value));
    run(command);
    Files.delete(source);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      System.out.println("Skipped: stand-ins for CUDA's libraries need gcc, " + e.getMessage());
      Assumptions.abort("no gcc");
      return;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }
}
