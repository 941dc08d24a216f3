package io.scopegraph.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.cpu.pool.WorkerPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  @Test
  void obeysTheProperty() {
    assertThat(KernelChoice.choose("scalar").name()).isEqualTo("scalar");
    assertThat(KernelChoice.choose("vector").name()).startsWith("vector");
    assertThatThrownBy(() -> KernelChoice.choose("gpu"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"gpu\"")
        .hasMessageContaining("[tiered, vector, scalar]");
  }

  @Test
  void prefersVectors() {
    assertThat(KernelChoice.choose(null).name()).startsWith("vector");
  }

  @Test
  void fallsBackWithoutTheModuleAndSaysWhatToPass() throws IOException, InterruptedException {
    String output = new OwnJvm().run();
    assertThat(output)
        .contains("scalar: 7.0")
        .containsOnlyOnce("start the JVM with --add-modules jdk.incubator.vector");
  }

  @Test
  void usesVectorsInTheSameJvmWithTheModule() throws IOException, InterruptedException {
    String output = new OwnJvm().run("--add-modules", "jdk.incubator.vector");
    assertThat(output).contains("vector, ").contains(": 7.0");
  }

  /// A JVM of its own, which multiplies two numbers and prints the kernels' name and the product.
  private static final class OwnJvm {
    String run(String... flags) throws IOException, InterruptedException {
      List<String> command = new java.util.ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(flags));
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), KernelChoiceMain.class.getName()));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    }
  }

  /// The program of [OwnJvm].
  static final class KernelChoiceMain {
    private KernelChoiceMain() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        FloatKernels kernels = KernelChoice.kernels();
        MatMulKernel kernel = MatMulKernel.of(kernels, new MatMulShape(1, 1, 1, false));
        float[] packed = new float[kernel.packedSize()];
        kernel.pack(new float[] {3f}, 0, packed, 0);
        float[] product = new float[1];
        float[] left = {2f};
        float[] bias = {1f};
        try (WorkerPool pool = new WorkerPool(1)) {
          kernel
              .bind(
                  pool,
                  new ProductOperands(
                      range(left),
                      range(packed),
                      range(bias),
                      null,
                      Activation.NONE,
                      range(product)))
              .run();
        }
        System.out.println(kernels.name() + ": " + product[0]);
      }
    }

    private static FloatRange range(float[] array) {
      return new FloatRange(array, 0, 4L * array.length);
    }
  }
}
