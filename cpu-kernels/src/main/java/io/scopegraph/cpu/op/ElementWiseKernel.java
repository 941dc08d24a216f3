package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Unary;
import io.scopegraph.runtime.host.ElementMath;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Several element-wise functions in one pass: block by block, whose intermediate values stay in
/// the first-level cache.
final class ElementWiseKernel {
  private static final int BLOCK = 1024;
  private static final int SLOW = 16;

  private final KernelRequest node;
  private final ElementWise op;
  private final Execution execution;
  private final Shape shape;
  private final boolean narrow;
  private final boolean[] staged;
  private final BlockRegisters registers;

  private ElementWiseKernel(KernelRequest node, ElementWise op, Execution execution) {
    this.node = node;
    this.op = op;
    this.execution = execution;
    this.shape = node.output().shape();
    this.narrow = NarrowFloats.isNarrow(node.dtype(0));
    this.staged = new boolean[op.inputs()];
    for (int input = 0; input < staged.length; input++) {
      staged[input] = narrow || !node.shape(input).equals(shape);
    }
    this.registers = new BlockRegisters(op, staged, narrow);
  }

  static CpuKernel select(KernelRequest node, ElementWise op, Execution execution) {
    if (node.dtype(0) == DType.FLOAT64) {
      return PlannedKernel.of(
          op.steps().size() + " steps of float64",
          op.inputs(),
          memory -> doubles(node, op, memory, execution));
    }
    ElementWiseKernel kernel = new ElementWiseKernel(node, op, execution);
    PlannedKernel planned =
        PlannedKernel.of(
                op.steps().size() + " steps" + (kernel.narrow ? " of " + node.dtype(0) : ""),
                op.inputs(),
                kernel.narrow ? kernel::bindNarrow : kernel::bind)
            .withWorkspace(
                4L * execution.pool().size() * kernel.registers.count() * kernel.block());
    Integer[] whole =
        IntStream.range(0, op.inputs())
            .filter(input -> node.shape(input).equals(kernel.shape))
            .boxed()
            .toArray(Integer[]::new);
    PlannedKernel inPlace = planned.inPlace(whole);
    boolean hasRows = kernel.shape.rank() > 0 && kernel.shape.dim(-1) > 1;
    return hasRows && !kernel.narrow ? inPlace.pitched(whole) : inPlace;
  }

  private int block() {
    return (int) Math.min(BLOCK, shape.elementCount());
  }

  private BoundKernel bind(KernelMemory memory) {
    List<FloatRange> direct = new ArrayList<>(List.of(memory.output(0)));
    BlockSource[] sources = new BlockSource[op.inputs()];
    for (int input = 0; input < sources.length; input++) {
      if (staged[input]) {
        sources[input] = BlockSource.broadcast(node.shape(input), shape, memory.input(input));
      } else {
        direct.add(memory.input(input));
      }
    }
    int row = shape.rank() == 0 ? 1 : (int) shape.dim(-1);
    RowBlocks blocks = RowBlocks.of(row, BLOCK, direct.toArray(FloatRange[]::new));
    ElementWiseSteps steps =
        new ElementWiseSteps(op, execution, registers, memory, blocks, block());
    return Spread.of(
        execution.pool(),
        blocks.units(),
        (long) blocks.block() * cost(),
        (from, to, worker) -> {
          for (int unit = from; unit < to; unit++) {
            int n = blocks.count(unit);
            load(sources, steps, memory.workspace(), blocks.start(unit), n, worker);
            steps.run(unit, n, worker);
          }
        });
  }

  private BoundKernel bindNarrow(KernelMemory memory) {
    BlockSource[] sources = new BlockSource[op.inputs()];
    for (int input = 0; input < sources.length; input++) {
      sources[input] = BlockSource.narrow(node.input(input), shape, memory.input(input));
    }
    RowBlocks blocks = new RowBlocks(1, Math.toIntExact(shape.elementCount()), block());
    ElementWiseSteps steps =
        new ElementWiseSteps(op, execution, registers, memory, blocks, block());
    Tensor out = memory.output(0).tensor(node.output());
    float[] work = memory.workspace().array();
    int result = op.result(op.steps().size() - 1);
    return Spread.of(
        execution.pool(),
        blocks.units(),
        (long) blocks.block() * (cost() + SLOW),
        (from, to, worker) -> {
          for (int unit = from; unit < to; unit++) {
            int n = blocks.count(unit);
            int start = blocks.start(unit);
            load(sources, steps, memory.workspace(), start, n, worker);
            steps.run(unit, n, worker);
            int at = steps.register(result, worker);
            for (int i = 0; i < n; i++) {
              out.setDouble(start + i, work[at + i]);
            }
          }
        });
  }

  private void load(
      BlockSource[] sources,
      ElementWiseSteps steps,
      FloatRange workspace,
      int start,
      int n,
      int worker) {
    for (int input = 0; input < sources.length; input++) {
      if (staged[input]) {
        sources[input].load(start, n, workspace.array(), steps.register(input, worker));
      }
    }
  }

  private int cost() {
    int sum = 0;
    for (ElementWise.Step step : op.steps()) {
      sum +=
          switch (step) {
            case ElementWise.One(Unary unary, _) -> UnaryKernel.cost(unary.function());
            case ElementWise.Two(BinaryFunction function, _, _) -> BinaryKernel.cost(function);
          };
    }
    return sum;
  }

  /// Element by element.
  private static BoundKernel doubles(
      KernelRequest node, ElementWise op, KernelMemory memory, Execution execution) {
    TensorSpec output = node.output();
    long[][] strides = new long[op.inputs() + 1][];
    Tensor[] inputs = new Tensor[op.inputs()];
    strides[0] = LoopNest.dense(output.shape().dims());
    for (int input = 0; input < inputs.length; input++) {
      strides[input + 1] = LoopNest.broadcast(node.shape(input), output.shape());
      inputs[input] = memory.input(input).tensor(node.input(input));
    }
    LoopNest nest = new LoopNest(output.shape().dims(), strides);
    Tensor out = memory.output(0).tensor(output);
    double[][] values = new double[execution.pool().size()][op.inputs() + op.steps().size()];
    return Spread.of(
        execution.pool(),
        nest.rows(),
        (long) nest.length() * SLOW * op.steps().size(),
        (from, to, worker) -> {
          double[] own = values[worker];
          for (int row = from; row < to; row++) {
            for (int i = 0; i < nest.length(); i++) {
              for (int input = 0; input < inputs.length; input++) {
                own[input] =
                    inputs[input].getDouble(
                        nest.at(input + 1, row) + (long) i * nest.step(input + 1));
              }
              ElementMath.run(op, true, own);
              out.setDouble(nest.at(0, row) + (long) i, own[own.length - 1]);
            }
          }
        });
  }
}
