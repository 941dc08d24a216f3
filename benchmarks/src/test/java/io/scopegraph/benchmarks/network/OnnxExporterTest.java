package io.scopegraph.benchmarks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scopegraph.benchmarks.measure.Agreement;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.graph.Graph;
import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OnnxExporterTest {
  private static Tensor image(Graph graph) {
    Tensor image = Tensor.allocate(graph.placeholders().getFirst().outputs().getFirst());
    SplittableRandom random = new SplittableRandom(3);
    for (long i = 0; i < image.elementCount(); i++) {
      image.setDouble(i, 2 * random.nextDouble() - 1);
    }
    return image;
  }

  private static Tensor run(Graph graph, Tensor image) {
    SessionOptions options = SessionOptions.builder().device("cpu").build();
    try (Session session = Session.open(graph, options)) {
      return session.run(Map.of("image", image), results -> results.only().copy());
    }
  }

  private static void assertSameResults(Graph graph) {
    Tensor image = image(graph);
    Graph imported = OnnxImporter.importBytes("exported", OnnxExporter.export(graph).toByteArray());
    Tensor expected = run(graph, image);
    assertThat(Agreement.of(List.of(run(imported, image)), List.of(expected)).difference())
        .isLessThan(1e-5);
    assertThat(expected).isNotEqualTo(Tensor.filled(expected.spec(), 0));
  }

  @Test
  void keepsWhatAConvolutionWithAllAttributesComputes() {
    assertSameResults(
        new ConvolutionLayer(
                "all",
                6,
                new Size2(13, 9),
                10,
                new Size2(1, 3),
                new Size2(2, 1),
                new Size2(1, 2),
                Padding.explicit(0, 2, 1, 1),
                2)
            .graph(2));
  }

  @Test
  void keepsWhatANetworkWithDepthwiseConvolutionsAndResidualsComputes() {
    assertSameResults(Network.MOBILE_NET_V2.graph(1));
  }

  @Test
  void keepsPoolingAndDenseLayers() {
    GraphBuilder g = new GraphBuilder();
    var image = g.placeholder("image", DType.FLOAT32, Shape.of(2, 3, 7, 7));
    var pooled = Convolutions.maxPool(image, 3, 2, 1);
    assertSameResults(g.build(Map.of("result", Convolutions.classes(pooled, 5))));
  }

  @Test
  void refusesOpsThatTheNetworksDoNotHave() {
    GraphBuilder g = new GraphBuilder();
    var x = g.placeholder("x", DType.FLOAT32, Shape.of(2));
    Graph graph = g.build(Map.of("y", MathOps.exp(x)));
    assertThatThrownBy(() -> OnnxExporter.export(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Exp");
  }

  @Test
  void networksDoTheKnownAmountOfWork() {
    assertThat(ArithmeticWork.gigaflops(Network.SEED.graph(1))).isCloseTo(1.826, within(0.001));
    assertThat(ArithmeticWork.gigaflops(Network.RESNET_50.graph(1))).isCloseTo(8.179, within(0.01));
    assertThat(ArithmeticWork.gigaflops(Network.MOBILE_NET_V2.graph(1)))
        .isCloseTo(0.602, within(0.002));
    assertThat(ArithmeticWork.gigaflops(Network.VGG_16.graph(1))).isCloseTo(30.94, within(0.02));
  }

  @Test
  void networksTakeBatches() {
    for (Network network : Network.values()) {
      TensorSpec result = network.graph(8).spec(network.graph(8).value("result"));
      assertThat(result.shape().dim(0)).isEqualTo(8);
    }
  }
}
