package io.scopegraph.cuda.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.cuda.natives.OwnJvm;
import io.scopegraph.emulator.Sanitizer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The sanitizer of emulated kernels finds what it is there for, and nothing else.
class SanitizerTest {
  @BeforeAll
  static void requireIt() {
    if (Sanitizer.obstacle() != null) {
      System.out.println("Skipped: " + Sanitizer.obstacle());
    }
    assumeThat(Sanitizer.obstacle()).isNull();
  }

  private static OwnJvm checked() {
    OwnJvm jvm =
        OwnJvm.usual()
            .with(
                "-Dscopegraph.cuda.cache=off",
                "-Dscopegraph.emulator.folder="
                    + System.getProperty("scopegraph.emulator.folder", "target/emulator"));
    for (Map.Entry<String, String> variable : Sanitizer.environment().entrySet()) {
      jvm = jvm.see(variable.getKey(), variable.getValue());
    }
    return jvm;
  }

  @Test
  void aKernelThatKeepsToItsMemoryPasses() throws Exception {
    assertThat(checked().run(PlantedKernel.class, "64", "3")).contains("Nothing was found");
  }

  @Test
  void aWriteBehindTheEndOfABlockIsFound() throws Exception {
    Process process = checked().start(PlantedKernel.class, "65", "3");
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(Sanitizer.FOUND);
    assertThat(output).contains("heap-buffer-overflow", "planted.cu:2");
  }

  @Test
  void undefinedBehaviourIsFound() throws Exception {
    Process process = checked().start(PlantedKernel.class, "64", "40");
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(Sanitizer.FOUND);
    assertThat(output).contains("shift exponent 40 is too large");
  }
}
