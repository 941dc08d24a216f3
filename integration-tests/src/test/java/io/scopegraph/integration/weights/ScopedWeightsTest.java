package io.scopegraph.integration.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.io.NpyFile;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.VariableStore;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.weights.LoadOptions;
import io.scopegraph.weights.LoadSummary;
import io.scopegraph.weights.WeightMismatchException;
import io.scopegraph.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Networks whose variables come from files by scope name.
final class ScopedWeightsTest {
  /// For a whole network in float32, of the largest expected value.
  private static final double TOLERANCE = 2e-4;

  private static final LoadOptions TRAINED =
      LoadOptions.STRICT.skipSlots().renamePrefix("", "fsrcnn/");

  private Path model = Path.of("");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void findModel() {
    model = Path.of(System.getProperty("scopegraph.shared", "../../shared"), "models/fsrcnn-x2");
  }

  private void assumeModel() {
    if (!Files.isDirectory(model)) {
      System.out.println("Skipped: the folder with sample models is missing: " + model);
    }
    assumeThat(model).as("skipped: the folder with sample models is missing").isDirectory();
  }

  private static Graph network(Tensor picture) {
    Shape shape = picture.shape();
    return SuperResolution.graph("fsrcnn", shape.dim(0), shape.dim(1), shape.dim(2));
  }

  @Test
  void aNetworkOfScopesRunsWithTheWeightsOfACheckpoint() throws IOException {
    assumeModel();
    Tensor picture = NpyFile.read(model.resolve("seed51/in_0.npy"));
    Tensor expected = NpyFile.read(model.resolve("seed51/out_1.npy"));
    double largest =
        new ObjectMapper()
            .readTree(model.resolve("seed51/case.json").toFile())
            .at("/outputs/1/max_abs")
            .asDouble();
    try (Session session = Session.open(network(picture))) {
      LoadSummary summary = Weights.load(model.resolve("checkpoint")).into(session, TRAINED);

      assertThat(summary.loaded()).hasSize(23);
      assertThat(summary.ignored()).hasSize(48);
      assertThat(summary.bytes()).isEqualTo(4 * 8_497);
      Tensor result = session.run(Map.of("x", picture)).only();
      assertThat(result.shape()).isEqualTo(expected.shape());
      for (long i = 0; i < result.elementCount(); i++) {
        assertThat(Math.abs(result.getDouble(i) - expected.getDouble(i)))
            .as("element %d", i)
            .isLessThanOrEqualTo(TOLERANCE * largest);
      }
    }
  }

  @Test
  void savedWeightsGiveTheSameResultsInAnotherSession() throws IOException {
    assumeModel();
    Tensor picture = NpyFile.read(model.resolve("seed51/in_0.npy"));
    for (String name : new String[] {"saved.safetensors", "saved.npz"}) {
      Path file = folder.resolve(name);
      Tensor first;
      try (Session session = Session.open(network(picture))) {
        Weights.load(model.resolve("checkpoint")).into(session, TRAINED);
        first = session.run(Map.of("x", picture)).only().copy();
        Weights.save(session, file);
      }
      try (Session session = Session.open(network(picture))) {
        assertThat(session.run(Map.of("x", picture)).only()).isNotEqualTo(first);
        Weights.load(file).into(session);
        assertThat(session.run(Map.of("x", picture)).only()).isEqualTo(first);
      }
    }
  }

  @Test
  void withoutOptionsTheTableSaysWhatIsInTheWay() {
    assumeModel();
    try (Session session = Session.open(SuperResolution.graph("fsrcnn", 1, 4, 4))) {
      assertThatThrownBy(() -> Weights.load(model.resolve("checkpoint")).into(session))
          .isInstanceOf(WeightMismatchException.class)
          .hasMessageContaining("23 missing, 71 unused. Nothing was assigned.")
          .hasMessageContaining(
              """
              problem  variable         expected               in the file            nearest
              """)
          .hasMessageContaining(
              """
              missing  fsrcnn/f1        float32(5, 5, 1, 56)   -                      f1
              """)
          .hasMessageContaining("Among the unused names, 48 of training; skipSlots()")
          .hasMessageContaining(
              "renamePrefix(\"\", \"fsrcnn/\") would find 23 of the missing names.");
    }
  }

  private static Output tower(GraphBuilder g, Operand x) {
    try (var _ = g.variableScope("siamese", Reuse.AUTO_REUSE)) {
      Operand kernel = g.getVariable("dense/kernel", Shape.of(2, 2), Initializers.zeros());
      Operand bias = g.getVariable("dense/bias", Shape.of(2), Initializers.zeros());
      return MathOps.add(MathOps.matMul(x, kernel), bias);
    }
  }

  private static Graph towers() {
    GraphBuilder g = new GraphBuilder();
    Operand left = g.placeholder("left", DType.FLOAT32, Shape.of(-1, 2));
    Operand right = g.placeholder("right", DType.FLOAT32, Shape.of(-1, 2));
    return g.build(MathOps.subtract(tower(g, left), tower(g, right)));
  }

  @Test
  void towersShareWhatIsLoadedOnce() throws IOException {
    Path file = folder.resolve("siamese.safetensors");
    Weights.save(
        Map.of(
            "siamese/dense/kernel", Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4),
            "siamese/dense/bias", Tensor.ofFloats(Shape.of(2), 5, 6)),
        file,
        Map.of());
    try (VariableStore store = VariableStore.open();
        Session first = Session.open(towers(), SessionOptions.builder().store(store).build());
        Session second = Session.open(towers(), SessionOptions.builder().store(store).build())) {
      Map<String, Tensor> feeds =
          Map.of(
              "left", Tensor.ofFloats(Shape.of(1, 2), 1, 1),
              "right", Tensor.ofFloats(Shape.of(1, 2), 0, 1));
      assertThat(first.run(feeds).only().toFloatArray()).containsExactly(0, 0);

      LoadSummary summary = Weights.load(file).into(store);

      assertThat(summary).hasToString("2 variables set, 24 bytes");
      assertThat(first.run(feeds).only().toFloatArray()).containsExactly(1, 2);
      assertThat(second.run(feeds).only().toFloatArray()).containsExactly(1, 2);
    }
  }

  @Test
  void theTableIsForReading() throws IOException {
    Path file = folder.resolve("old.safetensors");
    Weights.save(
        Map.of(
            "siamese/dense/weights", Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4),
            "siamese/dense/bias", Tensor.ofFloats(Shape.of(3), 5, 6, 7)),
        file,
        Map.of());
    try (Session session = Session.open(towers())) {
      assertThatThrownBy(() -> Weights.load(file).into(session)).hasMessage(table(file));
      assertThat(session.read("siamese/dense/bias").toFloatArray()).containsOnly(0);
    }
  }

  private static String table(Path file) {
    return """
    %s does not fit the variables: 1 missing, 1 of another shape, 1 unused. Nothing was assigned.

    problem           variable               expected       in the file    nearest
    missing           siamese/dense/kernel   float32(2, 2)  -              siamese/dense/weights
    of another shape  siamese/dense/bias     float32(2,)    float32(3,)    -
    unused            siamese/dense/weights  -              float32(2, 2)  siamese/dense/kernel
    """
        .formatted(file);
  }
}
