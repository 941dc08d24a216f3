package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.ChainKernel;
import io.scopegraph.cpu.kernel.ChainShape;
import io.scopegraph.cpu.kernel.ConvKernel;
import io.scopegraph.cpu.kernel.ConvShape;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Inference;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A depthwise convolution with a pointwise one before it, after it, or both, as one kernel.
final class ConvChainKernel {
  /// One convolution of the chain.
  ///
  /// @param filter the number of its input
  /// @param bias the number of its input, or -1
  private record Stage(ConvShape shape, int filter, int bias, Activation activation) {}

  private final KernelRequest node;
  private final ConvChain op;
  private final Execution execution;
  private final ImmutableList<Stage> stages;
  private final int middle;
  private final ChainKernel kernel;

  private ConvChainKernel(KernelRequest node, ConvChain op, Execution execution) {
    this.node = node;
    this.op = op;
    this.execution = execution;
    require(node.dtype(0) == DType.FLOAT32, "is implemented for float32 alone");
    require(op.stages().getFirst().format() == DataFormat.NHWC, "is implemented for NHWC alone");
    this.stages = stages(node, op);
    this.middle = stages.getFirst().shape().isDepthwise() ? 0 : 1;
    require(
        stages.size() <= middle + 2, "takes a depthwise convolution with pointwise ones around it");
    Stage first = before();
    Stage last = after();
    try {
      this.kernel =
          new ChainKernel(
              execution.floats(),
              new ChainShape(
                  first == null ? null : first.shape(),
                  stages.get(middle).shape(),
                  last == null ? null : last.shape()));
    } catch (IllegalArgumentException e) {
      throw unsupported(String.valueOf(e.getMessage()));
    }
    require(
        last != null || !op.stages().getLast().epilogue().residual(),
        "adds a residual after a pointwise convolution alone");
  }

  /// @throws UnsupportedNode if the chain is of another kind
  static CpuKernel select(KernelRequest node, ConvChain op, Execution execution) {
    return new ConvChainKernel(node, op, execution).plan();
  }

  /// Whether the chain can be computed as one and gains by it.
  static boolean pays(KernelRequest node, ConvChain op, Execution execution) {
    try {
      return new ConvChainKernel(node, op, execution).kernel.pays(execution.pool().size());
    } catch (UnsupportedNode e) {
      return false;
    }
  }

  private static ImmutableList<Stage> stages(KernelRequest node, ConvChain op) {
    ImmutableList.Builder<Stage> stages = ImmutableList.builder();
    TensorSpec x = node.input(0);
    for (int stage = 0; stage < op.stages().size(); stage++) {
      Conv2D conv = op.stages().get(stage);
      int filter = op.filter(stage);
      require(node.isWeight(filter), "wants filters that stay the same");
      List<KernelRequest.Input> inputs = new ArrayList<>();
      inputs.add(KernelRequest.Input.of(x));
      inputs.addAll(node.inputs().subList(filter, op.filter(stage + 1)));
      ImmutableList<TensorSpec> outputs =
          Inference.specs(
              conv,
              op.type(),
              null,
              inputs.stream().map(input -> Inference.Operand.of(input.spec())).toList());
      Activation activation = Activations.of(conv.epilogue().activation());
      if (activation == null) {
        throw unsupported("does not apply " + conv.epilogue().activation().type());
      }
      ConvShape shape = ConvolutionKernel.shape(node.with(conv, inputs, outputs), conv);
      stages.add(new Stage(shape, filter, conv.epilogue().bias() ? filter + 1 : -1, activation));
      x = outputs.getFirst();
    }
    return stages.build();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw unsupported(what);
    }
  }

  private static UnsupportedNode unsupported(String what) {
    return new UnsupportedNode("ConvChain on the CPU: " + what);
  }

  private @Nullable Stage before() {
    return middle == 0 ? null : stages.getFirst();
  }

  private @Nullable Stage after() {
    return stages.size() == middle + 1 ? null : stages.getLast();
  }

  private CpuKernel plan() {
    ImmutableSet.Builder<Integer> runtime = ImmutableSet.<Integer>builder().add(0);
    ImmutableList.Builder<PackedWeight> weights = ImmutableList.builder();
    for (Stage stage : stages) {
      ConvKernel single = ConvKernel.convolution(execution.floats(), stage.shape());
      weights.add(new FilterPacking(stage.shape(), false).weight(single, stage.filter()));
      if (stage.bias() >= 0) {
        runtime.add(stage.bias());
      }
    }
    boolean adds = op.stages().getLast().epilogue().residual();
    int residual = node.count() - 1;
    if (adds) {
      runtime.add(residual);
    }
    int threads = execution.pool().size();
    return new PlannedKernel(
        "chain " + kernel.describe(threads),
        kernel.reason(threads),
        runtime.build(),
        weights.build(),
        4L * kernel.workspaceSize(threads),
        adds ? Freedom.NONE.pitched(true, 0, residual) : Freedom.NONE.pitched(true, 0),
        memory -> bind(memory, adds ? memory.input(residual) : null));
  }

  private BoundKernel bind(KernelMemory memory, @Nullable FloatRange residual) {
    Runnable run =
        kernel.bind(
            execution.pool(),
            new ChainKernel.Operands(
                memory.input(0),
                middle == 0 ? null : stage(memory, 0),
                stage(memory, middle),
                after() == null ? null : stage(memory, middle + 1),
                residual,
                memory.output(0)),
            memory.workspace());
    return run::run;
  }

  private ChainKernel.Stage stage(KernelMemory memory, int number) {
    Stage stage = stages.get(number);
    return new ChainKernel.Stage(
        memory.packed().get(number),
        stage.bias() < 0 ? null : memory.input(stage.bias()),
        stage.activation());
  }
}
