package io.scopegraph.benchmarks.network;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Map;

/// The whole networks that are compared: convolutions whose batch normalisation is folded, with
/// random weights, without a final softmax.
public enum Network {
  SEED("seed3", 64),
  RESNET_50("resnet50", 224),
  MOBILE_NET_V2("mobilenetv2", 224),
  VGG_16("vgg16", 224);

  private final String title;
  private final int side;

  Network(String title, int side) {
    this.title = title;
    this.side = side;
  }

  /// As the tables call it.
  public String title() {
    return title;
  }

  /// From `image` (batch, 3, side, side) to `result`.
  public Graph graph(int batch) {
    GraphBuilder g = new GraphBuilder();
    var image = g.placeholder("image", DType.FLOAT32, imageShape(batch));
    return g.build(Map.of("result", result(new Convolutions(g), image)));
  }

  /// The shape of `image`.
  public Shape imageShape(int batch) {
    return Convolutions.FORMAT.shape(batch, side, side, 3);
  }

  private Output result(Convolutions convolutions, Output image) {
    return switch (this) {
      case SEED -> SeedNetwork.apply(convolutions, image);
      case RESNET_50 -> ResNet50.apply(convolutions, image);
      case MOBILE_NET_V2 -> MobileNetV2.apply(convolutions, image);
      case VGG_16 -> Vgg16.apply(convolutions, image);
    };
  }
}
