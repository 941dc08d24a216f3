package io.scopegraph.benchmarks.network;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import io.scopegraph.benchmarks.engine.Workload;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.SplittableRandom;

/// Makes workloads of models, with random inputs in [-1, 1) that are always the same.
public final class Workloads {
  private static final long SEED = 7;

  private Workloads() {}

  /// Of a network of ours.
  public static Workload built(String name, Graph graph) {
    ImmutableMap.Builder<String, Tensor> feeds = ImmutableMap.builder();
    for (Node input : graph.placeholders()) {
      feeds.put(input.name(), random(input.outputs().getFirst().shape()));
    }
    return new Workload(
        name,
        () -> graph,
        OnnxExporter.export(graph),
        feeds.buildOrThrow(),
        ArithmeticWork.gigaflops(graph));
  }

  /// Of an ONNX file with one input, which is read when it is needed.
  public static Workload imported(String name, ByteString onnx, String input, Shape shape) {
    return new Workload(
        name,
        Suppliers.memoize(() -> OnnxImporter.importBytes(name, onnx.toByteArray())),
        onnx,
        ImmutableMap.of(input, random(shape)),
        0);
  }

  private static Tensor random(Shape shape) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] values = new float[Math.toIntExact(shape.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return Tensor.ofFloats(shape, values);
  }
}
