package io.scopegraph.conformance;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Padding;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensorflow.ExportedGraph;
import io.scopegraph.tensorflow.GraphDefExporter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;

/// Loads the graphs that we write into TensorFlow, runs them there, and compares with what is right
/// and with our own results: every case of the conformance suite that TensorFlow has a form for, and
/// two networks with variables.
///
/// TensorFlow's oneDNN kernels, which are on by default, take NCHW on a CPU as well.
///
/// Argument: a part of the names of the cases to run; all without one.
public final class CompareTensorFlow {
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  private CompareTensorFlow() {}

  /// Runs the comparison; exits with 1 if TensorFlow refuses a graph or differs.
  public static void main(String[] arguments) {
    String part = arguments.length > 0 ? arguments[0] : "";
    CompareTensorFlow comparison = new CompareTensorFlow();
    for (Case one : AllCases.list()) {
      if (one.name().contains(part)) {
        comparison.compare(one);
      }
    }
    if (part.isEmpty()) {
      comparison.network("siamese towers", towers());
      comparison.network("encoder and decoder", decoder());
    }
    System.out.printf(Locale.ROOT, "TensorFlow %s%n", TensorFlow.version());
    comparison.counts.forEach((what, count) -> System.out.printf("%6d %s%n", count, what));
    System.exit(comparison.failures.isEmpty() ? 0 : 1);
  }

  private void compare(Case one) {
    ExportedGraph exported = GraphDefExporter.export(one.graph());
    if (!exported.foreign().isEmpty()) {
      count("cases without a form in TensorFlow");
      return;
    }
    String limit = TensorFlowLimits.reason(one);
    if (limit != null) {
      count("cases that TensorFlow cannot run here: " + limit);
      return;
    }
    try (TensorFlowGraph graph = TensorFlowGraph.load(parse(exported))) {
      Map<String, Tensor> results =
          graph.run(one.feeds(), List.copyOf(exported.outputs().values()));
      Map<String, Tensor> renamed = new HashMap<>();
      exported
          .outputs()
          .forEach(
              (name, theirs) -> renamed.put(name, Objects.requireNonNull(results.get(theirs))));
      check(one, renamed);
    } catch (RuntimeException e) {
      fail(one.name(), e);
    }
  }

  /// Narrow types round in each step of TensorFlow's, and once in ours.
  private void check(Case one, Map<String, Tensor> results) {
    try {
      one.check(results);
      count("cases equal within the suite's own tolerances");
    } catch (AssertionError e) {
      double error = narrowError(one, results);
      if (error <= 1) {
        count("cases of float16 and bfloat16 equal within three units of the type");
      } else {
        fail(one.name(), e);
      }
    }
  }

  /// The largest difference from our own results in three units of the narrow type at the largest
  /// value; infinite for other types.
  private static double narrowError(Case one, Map<String, Tensor> results) {
    double worst = 0;
    try (Session session = Session.open(one.graph())) {
      for (Map.Entry<String, Tensor> entry : session.run(one.feeds()).asMap().entrySet()) {
        Tensor theirs = Objects.requireNonNull(results.get(entry.getKey()));
        double unit =
            switch (theirs.dtype()) {
              case FLOAT16 -> 0x1p-10;
              case BFLOAT16 -> 0x1p-7;
              default -> 0;
            };
        double error = relativeError(theirs, entry.getValue());
        worst = unit == 0 ? Double.POSITIVE_INFINITY : Math.max(worst, error / (3 * unit));
      }
    }
    return worst;
  }

  private void fail(String name, Throwable e) {
    String problem =
        String.valueOf(e.getMessage()).lines().limit(4).collect(Collectors.joining(" "));
    failures.put(name, problem);
    System.out.println("FAILED " + name + ": " + problem);
    count("cases that fail");
  }

  /// Also checks that the text form says the same.
  private static org.tensorflow.proto.GraphDef parse(ExportedGraph exported) {
    try {
      org.tensorflow.proto.GraphDef binary =
          org.tensorflow.proto.GraphDef.parseFrom(exported.bytes());
      org.tensorflow.proto.GraphDef.Builder text = org.tensorflow.proto.GraphDef.newBuilder();
      TextFormat.merge(exported.text(), text);
      if (!binary.equals(text.build())) {
        throw new AssertionError("the text form differs from the binary form");
      }
      return binary;
    } catch (InvalidProtocolBufferException | TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
  }

  private void network(String name, Graph graph) {
    ExportedGraph exported = GraphDefExporter.export(graph);
    Map<String, Tensor> feeds = new HashMap<>();
    SplittableRandom random = new SplittableRandom(7);
    graph
        .placeholders()
        .forEach(node -> {
          Shape declared = node.outputs().getFirst().shape();
          Tensor tensor =
              Tensor.allocate(node.outputs().getFirst().withShape(declared.withDim(0, 2)));
          for (long i = 0; i < tensor.elementCount(); i++) {
            tensor.setDouble(i, random.nextDouble() * 2 - 1);
          }
          feeds.put(node.name(), tensor);
        });
    try (TensorFlowGraph theirs = TensorFlowGraph.load(parse(exported));
        Session session = Session.open(graph)) {
      Map<String, Tensor> ours = session.run(feeds).asMap();
      Map<String, Tensor> results = theirs.run(feeds, List.copyOf(exported.outputs().values()));
      exported
          .outputs()
          .forEach((output, tensor) -> {
            double error =
                relativeError(
                    Objects.requireNonNull(ours.get(output)),
                    Objects.requireNonNull(results.get(tensor)));
            System.out.printf(
                Locale.ROOT,
                "%s, %d nodes, %s: error %.2e of the largest value%n",
                name,
                exported.nodeCount(),
                output,
                error);
            if (!(error <= 2e-4)) {
              failures.put(name + " " + output, "error " + error);
            }
          });
    } catch (RuntimeException e) {
      failures.put(name, String.valueOf(e.getMessage()));
    }
  }

  private static double relativeError(Tensor got, Tensor want) {
    double error = 0;
    double largest = 0;
    for (long i = 0; i < want.elementCount(); i++) {
      double difference = Math.abs(got.getDouble(i) - want.getDouble(i));
      error = Double.isNaN(difference) ? Double.NaN : Math.max(error, difference);
      largest = Math.max(largest, Math.abs(want.getDouble(i)));
    }
    return error / largest;
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /// Two towers with one set of variables.
  private static Graph towers() {
    GraphBuilder g = new GraphBuilder();
    Output left = g.placeholder("left", DType.FLOAT32, Shape.of(-1, 32, 32, 3));
    Output right = g.placeholder("right", DType.FLOAT32, Shape.of(-1, 32, 32, 3));
    Output difference = MathOps.squaredDifference(tower(g, left), tower(g, right));
    return g.build(Map.of("distance", MathOps.sqrt(MathOps.reduceSum(difference, 1))));
  }

  private static Output tower(GraphBuilder g, Output image) {
    try (var _ = g.variableScope("siamese", Reuse.AUTO_REUSE)) {
      Output first = Nn.maxPool(layer(g, image, 8, 1, "conv1"), 2, 2, Padding.SAME);
      return MathOps.reduceMean(layer(g, first, 16, 2, "conv2"), 1, 2);
    }
  }

  private static Output layer(GraphBuilder g, Output x, int channels, int stride, String name) {
    try (var _ = g.variableScope(name)) {
      var kernel = g.getVariable("kernel", Shape.of(3, 3, x.shape().dim(3), channels));
      var bias = g.getVariable("bias", Shape.of(channels), Initializers.constant(0.1));
      return Nn.relu(Nn.biasAdd(Nn.conv2d(x, kernel, stride, Padding.SAME), bias));
    }
  }

  /// Convolutions down and up again, with an average pool and a softmax at the end.
  private static Graph decoder() {
    GraphBuilder g = new GraphBuilder();
    Output x = g.placeholder("image", DType.FLOAT32, Shape.of(-1, 24, 20, 3));
    Output down = layer(g, layer(g, x, 6, 2, "down1"), 12, 2, "down2");
    Output pooled = Nn.avgPool(down, 3, 1, Padding.SAME);
    try (var _ = g.variableScope("dense")) {
      var weights = g.getVariable("weights", Shape.of(12, 5));
      Output features = MathOps.reduceMean(pooled, 1, 2);
      Output classes = Nn.softmax(MathOps.matMul(features, weights));
      return g.build(Map.of("classes", classes, "features", features));
    }
  }
}
