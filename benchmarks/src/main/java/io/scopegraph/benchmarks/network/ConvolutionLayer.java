package io.scopegraph.benchmarks.network;

import io.scopegraph.benchmarks.network.Convolutions.Window;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.tensor.DType;
import java.util.Map;

/// One convolution with bias and ReLU, as a network of its own.
///
/// @param name as the tables call it
/// @param padding cells above, to the left, below, to the right
public record ConvolutionLayer(
    String name,
    int channels,
    Size2 image,
    int filters,
    Size2 kernel,
    Size2 strides,
    Size2 dilations,
    Padding padding,
    int groups) {
  /// A square kernel over a square image, padded by half the kernel.
  public static ConvolutionLayer square(
      String name, int channels, int side, int filters, int kernel, int stride, int groups) {
    return new ConvolutionLayer(
        name,
        channels,
        Size2.of(side),
        filters,
        Size2.of(kernel),
        Size2.of(stride),
        Size2.ONE,
        Padding.explicit(kernel / 2),
        groups);
  }

  /// From `image` to `result`, in ONNX's order of axes.
  public Graph graph(int batch) {
    GraphBuilder g = new GraphBuilder();
    var shape = Convolutions.FORMAT.shape(batch, image.height(), image.width(), channels);
    var x = g.placeholder("image", DType.FLOAT32, shape);
    Window window = new Window(kernel, strides, dilations, padding, groups);
    return g.build(Map.of("result", new Convolutions(g).relu(x, filters, window, "layer")));
  }
}
