package io.scopegraph.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.emulator.Sanitizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The project's own CUDA kernels keep to their memory and to defined behaviour, each case in all
/// arrangements of its operands. Of the many cases every few of a family run, so that each of its
/// kernels is reached and the build stays short; the step 1 runs all.
class SanitizerTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "element-wise, '^(Abs|Add|BiasAdd|Cast|Clip|Elu|Equal|Less|Mod|Pow|Relu|Sigmoid|Sin) ', 7",
    "moving, '^(Concat|Expand|Gather|Pad|Reshape|Slice|Split|Transpose) ', 5",
    "sampling, '^Resize ', 7",
    "combining, '^(BatchNorm|LRN|LogSoftmax|Max|Mean|Prod|Softmax|Sum) ', 4"
  })
  void kernelsKeepToTheirMemory(String theme, String names, int step) throws Exception {
    if (Sanitizer.obstacle() != null) {
      System.out.println("Skipped: " + Sanitizer.obstacle());
    }
    assumeThat(Sanitizer.obstacle()).isNull();
    Process process = start(names, step);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", theme, output).isZero();
    String last = output.strip().lines().toList().getLast();
    assertThat(last).startsWith("Ran ").isNotEqualTo("Ran 0 cases");
    System.out.println(theme + ", sanitized: " + last);
  }

  private static Process start(String names, int step) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Dscopegraph.test.device=emulated-cuda",
                "-Dscopegraph.cuda.cache=off",
                "-Dscopegraph.emulator.folder="
                    + System.getProperty("scopegraph.emulator.folder", "target/emulator"),
                "-cp",
                System.getProperty("java.class.path"),
                SanitizedCases.class.getName(),
                names,
                Integer.toString(step)));
    builder.environment().putAll(Sanitizer.environment());
    // The threads of a block in a random order: a missing barrier changes the result.
    builder.environment().put("EMULATOR_SEED", Integer.toString(step));
    return builder.redirectErrorStream(true).start();
  }
}
