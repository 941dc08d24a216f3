package io.scopegraph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.UnsupportedOpException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Ten thousand damaged models: each is imported or refused by one of the two exceptions, within
/// memory in proportion to its size.
final class MutatedModelsTest {
  private static final int MODELS = 10_000;
  private static final long SEED = 20_260_101;

  /// Covers what the JVM takes when code runs for the first time.
  private static final long FIXED_MEMORY = 32 << 20;

  private static final long MEMORY_PER_BYTE = 1_000;

  private final ThreadMXBean memory = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  @Test
  void builtInModels() {
    run(SampleModels.builtIn(), MODELS);
  }

  @Test
  void publishedModels() throws IOException {
    List<byte[]> models = SampleModels.published();
    if (models.isEmpty()) {
      System.out.println("Skipped: the folder with published models is missing");
      return;
    }
    run(models, MODELS);
  }

  private void run(List<byte[]> models, int count) {
    SplittableRandom seeds = new SplittableRandom(SEED);
    ModelMutator mutator = new ModelMutator(models);
    int graphs = 0;
    int unsupported = 0;
    for (int i = 0; i < count; i++) {
      long seed = seeds.nextLong();
      byte[] model = mutator.mutate(new SplittableRandom(seed));
      long before = memory.getCurrentThreadAllocatedBytes();
      try {
        OnnxImporter.importBytes("mutated.onnx", model);
        graphs++;
      } catch (UnsupportedOpException e) {
        unsupported++;
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageStartingWith("mutated.onnx");
      } catch (RuntimeException | Error e) {
        fail("seed %d, model %s".formatted(seed, Base64.getEncoder().encodeToString(model)), e);
      }
      assertThat(memory.getCurrentThreadAllocatedBytes() - before)
          .as("memory taken for %d bytes, seed %d", model.length, seed)
          .isLessThan(FIXED_MEMORY + MEMORY_PER_BYTE * model.length);
    }
    System.out.printf(
        "%d mutated models of %d: %d imported, %d unsupported, %d refused%n",
        count, models.size(), graphs, unsupported, count - graphs - unsupported);
    assertThat(graphs).isPositive().isLessThan(count);
  }
}
