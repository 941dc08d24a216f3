package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.MatMulKernel;
import io.scopegraph.cpu.kernel.MatMulShape;
import io.scopegraph.cpu.kernel.ProductOperands;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.MatMul;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Arrays;

/// Matrix products of floats. A right-hand matrix that is a weight is packed once, and then all
/// left-hand matrices are one; otherwise each product of the batch packs its own.
final class ProductKernel {
  private static final int RIGHT = 1;

  private final KernelRequest node;
  private final MatMul op;
  private final Execution execution;
  private final Shape a;
  private final Shape b;
  private final Shape y;
  private final int m;
  private final int k;
  private final int n;

  private ProductKernel(KernelRequest node, MatMul op, Execution execution) {
    this.node = node;
    this.op = op;
    this.execution = execution;
    this.a = node.shape(0);
    this.b = node.shape(RIGHT);
    this.y = node.output().shape();
    this.m = (int) y.dim(-2);
    this.n = (int) y.dim(-1);
    this.k = (int) a.dim(op.transposeA() ? -2 : -1);
  }

  static CpuKernel select(KernelRequest node, MatMul op, Execution execution) {
    if (node.dtype(0) != DType.FLOAT32) {
      return ProductElements.select(node, op, execution);
    }
    ProductKernel kernel = new ProductKernel(node, op, execution);
    if (kernel.k == 0) {
      return kernel.withoutProducts();
    }
    return node.isWeight(RIGHT) && kernel.b.rank() == 2 ? kernel.single() : kernel.batch();
  }

  /// A sum of no products is 0, to which the epilogue is applied as usual.
  private CpuKernel withoutProducts() {
    return PlannedKernel.of(
            "matmul of nothing",
            node.count(),
            memory -> {
              FloatRange out = memory.output(0);
              BoundKernel zero =
                  () -> Arrays.fill(out.array(), out.at(), out.at() + (int) (out.bytes() / 4), 0);
              return epilogue(zero, memory, memory.workspace());
            })
        .withWorkspace(biasBytes());
  }

  private CpuKernel single() {
    int rows = (int) (y.elementCount() / n);
    MatMulKernel kernel =
        MatMulKernel.of(execution.floats(), new MatMulShape(rows, k, n, op.transposeB()));
    ImmutableSet.Builder<Integer> runtime = ImmutableSet.builder();
    for (int input = 0; input < node.count(); input++) {
      if (input != RIGHT) {
        runtime.add(input);
      }
    }
    String form = "matmul panels" + (op.transposeB() ? " of transposed" : "");
    return new PlannedKernel(
        "matmul %dx%dx%d, packed".formatted(rows, k, n),
        "",
        runtime.build(),
        ImmutableList.of(
            new PackedFloats(
                RIGHT,
                form,
                4L * kernel.packedSize(),
                (plain, packed) ->
                    kernel.pack(plain.array(), plain.at(), packed.array(), packed.at()))),
        leftBytes(),
        op.epilogue().residual()
            ? Freedom.NONE.inPlace(node.count() - 1).pitched(true, 0, node.count() - 1)
            : Freedom.NONE.pitched(true, 0),
        memory -> bindSingle(kernel, memory));
  }

  private BoundKernel bindSingle(MatMulKernel kernel, KernelMemory memory) {
    Epilogue epilogue = op.epilogue();
    FloatRange left = op.transposeA() ? memory.workspace() : memory.input(0);
    FloatRange out = memory.output(0);
    Activation activation = Activations.of(epilogue.activation());
    Runnable run =
        kernel.bind(
            execution.pool(),
            new ProductOperands(
                left,
                memory.packed().getFirst(),
                epilogue.bias() ? memory.input(2) : null,
                epilogue.residual() ? memory.inputs().getLast() : null,
                activation == null ? Activation.NONE : activation,
                out));
    BoundKernel product = transposeLeft(memory, left).then(run::run);
    return ConvolutionKernel.then(product, activation, epilogue.activation(), out, n, execution);
  }

  private CpuKernel batch() {
    MatMulKernel kernel =
        MatMulKernel.of(execution.floats(), new MatMulShape(m, k, n, op.transposeB()));
    long packed = Math.ceilDiv(4L * kernel.workspaceSize(execution.pool().size()), 64) * 64;
    return PlannedKernel.of(
            "matmul %dx%dx%d".formatted(m, k, n),
            node.count(),
            memory -> bindBatch(kernel, memory, packed))
        .withWorkspace(leftBytes() + packed + biasBytes());
  }

  private BoundKernel bindBatch(MatMulKernel kernel, KernelMemory memory, long packed) {
    FloatRange left = op.transposeA() ? memory.workspace() : memory.input(0);
    FloatRange right = memory.input(RIGHT);
    FloatRange work = memory.workspace().part(leftBytes(), packed);
    FloatRange out = memory.output(0);
    Runnable run =
        kernel.bindBatch(
            execution.pool(),
            left.array(),
            offsets(a, left.at(), m * k),
            right.array(),
            offsets(b, right.at(), k * n),
            null,
            0,
            Activation.NONE,
            out.array(),
            out.at(),
            work.array(),
            work.at());
    FloatRange repeated = memory.workspace().part(leftBytes() + packed, biasBytes());
    return epilogue(transposeLeft(memory, left).then(run::run), memory, repeated);
  }

  /// The epilogue as passes of its own.
  ///
  /// @param repeated [#biasBytes]
  private BoundKernel epilogue(BoundKernel product, KernelMemory memory, FloatRange repeated) {
    Epilogue epilogue = op.epilogue();
    FloatRange out = memory.output(0);
    BoundKernel all = product;
    if (epilogue.bias()) {
      all = all.then(add(memory.input(2), node.shape(2), out, repeated));
    }
    if (epilogue.residual()) {
      all = all.then(add(memory.inputs().getLast(), y, out, repeated));
    }
    return epilogue.activation().isIdentity()
        ? all
        : all.then(UnaryKernel.rows(epilogue.activation(), out, out, n, execution));
  }

  private BoundKernel add(FloatRange value, Shape shape, FloatRange out, FloatRange repeated) {
    return BinaryKernel.rows(
        BinaryFunction.ADD, addition(shape), out, value, out, repeated, execution);
  }

  private LoopNest addition(Shape shape) {
    long[] dense = LoopNest.dense(y.dims());
    return new LoopNest(y.dims(), dense, dense, LoopNest.broadcast(shape, y));
  }

  /// Workspace for adding the bias.
  private long biasBytes() {
    return op.epilogue().bias()
        ? BinaryKernel.repeatedBytes(addition(node.shape(2)), execution)
        : 0;
  }

  private long leftBytes() {
    return op.transposeA() ? Math.ceilDiv(4 * a.elementCount(), 64) * 64 : 0;
  }

  private BoundKernel transposeLeft(KernelMemory memory, FloatRange left) {
    if (!op.transposeA()) {
      return BoundKernel.NOTHING;
    }
    long[] rows = LoopNest.rows(a.dims(), memory.input(0).pitch());
    long[] source = rows.clone();
    long[] dims = a.dims();
    int last = dims.length - 1;
    dims[last] = k;
    dims[last - 1] = m;
    source[last] = rows[last - 1];
    source[last - 1] = 1;
    return new Movement(DType.FLOAT32, dims, source, LoopNest.dense(dims), 0, 0)
        .bind(memory.input(0), left, execution);
  }

  /// Where the matrix of each product of the batch starts.
  private int[] offsets(Shape operand, int at, int size) {
    long[] batch = Arrays.copyOf(y.dims(), y.rank() - 2);
    long[] own = Arrays.copyOf(operand.dims(), operand.rank() - 2);
    long[] strides = LoopNest.broadcast(Shape.of(own), Shape.of(batch));
    LoopNest nest = new LoopNest(batch, strides);
    int[] offsets = new int[nest.rows() * nest.length()];
    for (int i = 0; i < offsets.length; i++) {
      int column = i % nest.length();
      offsets[i] = at + (nest.at(0, i / nest.length()) + column * nest.step(0)) * size;
    }
    return offsets;
  }
}
