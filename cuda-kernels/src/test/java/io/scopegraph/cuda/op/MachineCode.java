package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.KernelSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What nvcc makes of the kernels. It stands in for NVRTC, whose front end is the same.
final class MachineCode {
  private static final List<Path> USUAL = List.of(Path.of("/usr/local/cuda/bin/nvcc"));
  private static final Pattern ENTRY = Pattern.compile("Compiling entry function '(\\w+)'");
  private static final Pattern SPILLS =
      Pattern.compile("(\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");

  /// What a kernel needs.
  record Usage(String kernel, int architecture, int registers, int spilledBytes) {
    @Override
    public String toString() {
      return "%-32s sm_%-3d %3d registers %d bytes spilled"
          .formatted(kernel, architecture, registers, spilledBytes);
    }
  }

  private MachineCode() {}

  /// Why nothing can be compiled, or null if it can.
  static @Nullable String obstacle() {
    return nvcc() == null ? "machine code is looked at where nvcc is installed, found none" : null;
  }

  private static @Nullable Path nvcc() {
    List<Path> places = new ArrayList<>();
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      places.add(Path.of(folder, "nvcc"));
    }
    places.addAll(USUAL);
    return places.stream().filter(Files::isExecutable).findFirst().orElse(null);
  }

  /// Compiles a file with what it uses.
  static List<Usage> compile(String theme, int architecture, Path folder)
      throws IOException, InterruptedException {
    Path source = folder.resolve("%s_%d.cu".formatted(theme, architecture));
    Files.writeString(source, KernelSource.of(theme).text());
    Process process =
        new ProcessBuilder(
                String.valueOf(nvcc()),
                "-cubin",
                "-std=c++17",
                "-arch=sm_" + architecture,
                "-Xptxas",
                "-v",
                "-o",
                source + ".cubin",
                source.toString())
            .redirectErrorStream(true)
            .start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("%s.cu for sm_%d: %s".formatted(theme, architecture, log));
    }
    return parse(log, architecture);
  }

  /// The kernels that ptxas speaks of.
  static List<Usage> parse(String log, int architecture) {
    List<Usage> usages = new ArrayList<>();
    String kernel = "";
    int spilled = 0;
    for (String line : log.lines().toList()) {
      Matcher entry = ENTRY.matcher(line);
      Matcher spills = SPILLS.matcher(line);
      Matcher registers = REGISTERS.matcher(line);
      if (entry.find()) {
        kernel = entry.group(1);
        spilled = 0;
      } else if (spills.find()) {
        spilled = Integer.parseInt(spills.group(1)) + Integer.parseInt(spills.group(2));
      } else if (registers.find()) {
        usages.add(new Usage(kernel, architecture, Integer.parseInt(registers.group(1)), spilled));
      }
    }
    if (usages.isEmpty()) {
      throw new AssertionError("No kernel in what the compiler said: " + log);
    }
    return usages;
  }
}
