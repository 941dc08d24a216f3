package io.scopegraph.examples.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.GraphDefImportOptions;
import io.scopegraph.tensorflow.GraphDefImporter;
import io.scopegraph.weights.LoadOptions;
import io.scopegraph.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The network written here, with a checkpoint's weights, beside the graph that was frozen from
/// that checkpoint.
class FrozenGraphTest {
  private static Path folder() {
    Path folder =
        Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models", "fsrcnn-x2");
    if (!Files.isDirectory(folder)) {
      System.out.println("Skipped: the folder with sample models is missing: " + folder);
    }
    assumeThat(folder).as("skipped: the folder with sample models is missing").isDirectory();
    return folder;
  }

  private static Graph frozen() {
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults()
            .withOutputs(List.of("NHWC_output"))
            .withInput("IteratorGetNext", new TensorSpec(DType.FLOAT32, Shape.of(-1, -1, -1, 1)));
    return GraphDefImporter.importFile(folder().resolve("FSRCNN_x2.pb"), options);
  }

  @Test
  void bothGiveTheSameNumbers() {
    Random random = new Random(11);
    float[] values = new float[2 * 31 * 22];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Tensor luma = Tensor.ofFloats(Shape.of(2, 31, 22, 1), values);
    try (Session written = Session.open(Upscaler.graph());
        Session frozen = Session.open(frozen())) {
      Weights.load(folder().resolve("checkpoint")).into(written, LoadOptions.STRICT.skipSlots());
      Tensor enlarged = written.run(Map.of("luma", luma)).only();
      Tensor expected = frozen.run(Map.of("IteratorGetNext", luma)).only();
      assertThat(enlarged.shape()).isEqualTo(expected.shape()).isEqualTo(Shape.of(2, 62, 44, 1));
      assertThat(enlarged.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-4f));
    }
  }
}
