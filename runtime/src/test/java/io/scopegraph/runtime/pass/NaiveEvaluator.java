package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.ConvChains;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Inference;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Unary;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.host.ElementMath;
import io.scopegraph.runtime.host.HostEvaluator;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Runs a graph node by node, in double precision inside of each node, without any optimisation.
final class NaiveEvaluator {
  private NaiveEvaluator() {}

  static ImmutableMap<String, Tensor> run(Graph whole, Map<String, Tensor> feeds) {
    Graph graph = ConvChains.split(whole, _ -> true);
    List<List<Tensor>> results = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<Tensor> inputs =
          node.inputs().stream().map(value -> results.get(value.node()).get(value.slot())).toList();
      results.add(run(node, inputs, feeds));
    }
    ImmutableMap.Builder<String, Tensor> outputs = ImmutableMap.builder();
    graph
        .outputs()
        .forEach((name, value) -> outputs.put(name, results.get(value.node()).get(value.slot())));
    return outputs.buildOrThrow();
  }

  private static List<Tensor> run(Node node, List<Tensor> inputs, Map<String, Tensor> feeds) {
    if (node.op() instanceof Placeholder) {
      return List.of(Objects.requireNonNull(feeds.get(node.name())));
    }
    if (node.op() instanceof VariableOp variable) {
      return List.of(variable.initial().create(variable.spec()));
    }
    Optional<ImmutableList<Tensor>> onHost = HostEvaluator.evaluate(node, inputs);
    return onHost.isPresent() ? onHost.get() : List.of(compute(node, inputs));
  }

  private static Tensor compute(Node node, List<Tensor> inputs) {
    Inference inference =
        new Inference(
            node.op().type(),
            node.name(),
            null,
            inputs.stream().map(Inference.Operand::of).toList());
    TensorSpec spec = node.op().infer(inference).getFirst();
    Tensor output = Tensor.allocate(spec);
    double[] sums = new double[Math.toIntExact(output.elementCount())];
    NaiveOps.compute(node.op(), inputs, spec.shape(), sums);
    finish(node.op(), inputs, spec.shape(), sums);
    for (int i = 0; i < sums.length; i++) {
      output.setDouble(i, sums[i]);
    }
    return output;
  }

  /// Bias, residual and activation.
  private static void finish(Op op, List<Tensor> inputs, Shape shape, double[] sums) {
    Epilogue epilogue = epilogue(op);
    int channelAxis =
        op instanceof Conv2D conv
            ? conv.format().channelAxis()
            : op instanceof ConvTranspose2D conv ? conv.format().channelAxis() : shape.rank() - 1;
    long inner = shape.elementCount(channelAxis + 1, shape.rank());
    Unary activation = epilogue.activation();
    for (int i = 0; i < sums.length; i++) {
      if (epilogue.bias()) {
        sums[i] += inputs.get(2).getDouble(i / inner % shape.dim(channelAxis));
      }
      if (epilogue.residual()) {
        sums[i] += inputs.getLast().getDouble(i);
      }
      sums[i] = ElementMath.apply(activation.function(), activation.a(), activation.b(), sums[i]);
    }
  }

  private static Epilogue epilogue(Op op) {
    if (op instanceof Conv2D conv) {
      return conv.epilogue();
    }
    if (op instanceof ConvTranspose2D conv) {
      return conv.epilogue();
    }
    return op instanceof MatMul product ? product.epilogue() : Epilogue.NONE;
  }
}
