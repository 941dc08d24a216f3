package io.scopegraph.integration.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.conformance.TestDevices;
import io.scopegraph.examples.ExampleGraphs;
import io.scopegraph.examples.ocr.OcrEngine;
import io.scopegraph.examples.ocr.OcrLine;
import io.scopegraph.examples.ocr.OcrOptions;
import io.scopegraph.examples.ocr.SamplePage;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.MemoryReport;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.VariableStore;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Whole models on CUDA beside the same models on the CPU in float32.
@Tag("gpu")
class WholeModelTest {
  @BeforeEach
  void requireCuda() {
    Cuda.require();
  }

  private static Tensor random(Shape shape) {
    Random random = new Random(17);
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, shape));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextDouble());
    }
    return tensor;
  }

  private static Map<String, Tensor> onCpu(Graph graph, Map<String, Tensor> feeds) {
    SessionOptions cpu = SessionOptions.builder().device("cpu").build();
    try (Session session = Session.open(graph, cpu)) {
      return session.run(feeds, Results::copy).asMap();
    }
  }

  private static void compare(
      String name, Graph graph, Map<String, Tensor> feeds, Precision precision) {
    Map<String, Tensor> expected = onCpu(graph, feeds);
    try (Session session = Session.open(graph, Cuda.options(precision).build())) {
      for (String run : List.of("call by call", "captured")) {
        Difference.check(
            "%s in %s, %s".formatted(name, precision, run),
            session.run(feeds, Results::copy).asMap(),
            expected,
            Difference.allowed(precision));
      }
      assertThat(session.modes())
          .singleElement()
          .asString()
          .contains("one CUDA graph of", "replayed");
      assertPlanned(session);
    }
  }

  /// The bytes that are allocated are those of the plans, which the session checks with each run;
  /// here the report has to say the same.
  private static void assertPlanned(Session session) {
    MemoryReport report = session.memoryReport();
    assertThat(report.toString()).contains(session.precision().toString());
  }

  @ParameterizedTest
  @EnumSource
  void resNet50(Precision precision) {
    if (precision != Precision.FLOAT32) {
      Cuda.requireDevice("ResNet-50 takes long enough in one precision");
    }
    Graph graph = ExampleGraphs.graph("resnet50");
    compare("resnet50", graph, Map.of("image", random(Shape.of(1, 224, 224, 3))), precision);
  }

  @ParameterizedTest
  @CsvSource({
    "densenet121, 224, FLOAT32",
    "densenet121, 224, FLOAT16",
    "inception-v3, 299, FLOAT32",
    "inception-v3, 299, FLOAT16",
    "unet, 256, FLOAT32",
    "unet, 256, BFLOAT16"
  })
  void otherNetworks(String name, int side, Precision precision) {
    Cuda.requireDevice(name + " takes too long");
    Tensor image = random(Shape.of(1, side, side, 3));
    compare(name, ExampleGraphs.graph(name), Map.of("image", image), precision);
  }

  @ParameterizedTest
  @EnumSource
  void twoTowersShareTheirVariables(Precision precision) {
    Graph graph = ExampleGraphs.graph("siamese");
    Tensor left = random(Shape.of(1, 64, 64, 3));
    Tensor right = Tensor.filled(left.spec(), 0.25);
    compare("siamese", graph, Map.of("left", left, "right", right), precision);
    try (VariableStore store = VariableStore.open("cuda", 0);
        Session one = Session.open(graph, Cuda.options(precision).store(store).build());
        Session two = Session.open(graph, Cuda.options(precision).store(store).build())) {
      Map<String, Tensor> feeds = Map.of("left", left, "right", right);
      Tensor first = one.run(feeds, Results::copy).only();
      long weights = weightBytes(store);
      assertThat(two.run(feeds, Results::copy).only()).isEqualTo(first);
      assertThat(weightBytes(store)).isEqualTo(weights);
      one.assertShared("siamese/");
    }
  }

  private static long weightBytes(VariableStore store) {
    return store.memoryReport().weights().stream().mapToLong(MemoryReport.Weight::bytes).sum();
  }

  @Test
  void readsTheSamePageAsTheCpu() {
    BufferedImage whole = SamplePage.load();
    // The emulation is slow, and a few lines already go through all three networks.
    int height = TestDevices.isEmulated() ? whole.getHeight() / 5 : whole.getHeight();
    BufferedImage page = whole.getSubimage(0, 0, whole.getWidth(), height);
    OcrOptions options = OcrOptions.defaults();
    SessionOptions cpu = SessionOptions.builder().device("cpu").build();
    try (OcrEngine right = OcrEngine.open(options, cpu);
        OcrEngine engine = OcrEngine.open(options, Cuda.options(Precision.FLOAT32).build())) {
      List<String> expected = texts(right.read(page).lines());
      assertThat(expected).isNotEmpty();
      assertThat(texts(engine.read(page).lines())).isEqualTo(expected);
    }
  }

  private static List<String> texts(List<OcrLine> lines) {
    return lines.stream().map(OcrLine::text).toList();
  }
}
