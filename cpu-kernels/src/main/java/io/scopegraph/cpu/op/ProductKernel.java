package io.scopegraph.cpu.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.cpu.kernel.Activation;
import io.scopegraph.cpu.kernel.MatMulKernel;
import io.scopegraph.cpu.kernel.MatMulShape;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.MatMul;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Arrays;

/// Matrix products of floats. A right-hand matrix that is a weight is packed once, and then all
/// left-hand matrices are one; otherwise each product of the batch packs its own.
final class ProductKernel {
  private static final int RIGHT = 1;

  private final NodeView node;
  private final MatMul op;
  private final Execution execution;
  private final Shape a;
  private final Shape b;
  private final Shape y;
  private final int m;
  private final int k;
  private final int n;

  private ProductKernel(NodeView node, MatMul op, Execution execution) {
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

  static CpuKernel select(NodeView node, MatMul op, Execution execution) {
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
          return epilogue(zero, memory);
        });
  }

  private CpuKernel single() {
    int rows = (int) (y.elementCount() / n);
    MatMulKernel kernel =
        MatMulKernel.of(execution.floats(), new MatMulShape(rows, k, n, op.transposeB()));
    int residual = op.epilogue().residual() ? node.count() - 1 : -1;
    ImmutableSet.Builder<Integer> runtime = ImmutableSet.builder();
    for (int input = 0; input < node.count(); input++) {
      if (input != RIGHT) {
        runtime.add(input);
      }
    }
    String form = "matmul panels" + (op.transposeB() ? " of transposed" : "");
    return new PlannedKernel(
        "matmul %dx%dx%d, packed".formatted(rows, k, n),
        runtime.build(),
        residual < 0 ? ImmutableSet.of() : ImmutableSet.of(residual),
        ImmutableList.of(
            new PackedFloats(
                RIGHT,
                form,
                4L * kernel.packedSize(),
                (plain, packed) ->
                    kernel.pack(plain.array(), plain.at(), packed.array(), packed.at()))),
        leftBytes(),
        memory -> bindSingle(kernel, memory));
  }

  private BoundKernel bindSingle(MatMulKernel kernel, KernelMemory memory) {
    Epilogue epilogue = op.epilogue();
    FloatRange left = op.transposeA() ? memory.workspace() : memory.input(0);
    FloatRange packed = memory.packed().getFirst();
    FloatRange bias = epilogue.bias() ? memory.input(2) : null;
    FloatRange residual = epilogue.residual() ? memory.inputs().getLast() : null;
    FloatRange out = memory.output(0);
    Activation activation = Activations.of(epilogue.activation());
    Runnable run =
        kernel.bind(
            execution.pool(),
            left.array(),
            left.at(),
            packed.array(),
            packed.at(),
            bias == null ? null : bias.array(),
            bias == null ? 0 : bias.at(),
            residual == null ? null : residual.array(),
            residual == null ? 0 : residual.at(),
            activation == null ? Activation.NONE : activation,
            out.array(),
            out.at());
    BoundKernel product = transposeLeft(memory, left).then(run::run);
    return ConvolutionKernel.then(product, activation, epilogue.activation(), out, execution);
  }

  private CpuKernel batch() {
    MatMulKernel kernel =
        MatMulKernel.of(execution.floats(), new MatMulShape(m, k, n, op.transposeB()));
    long packed = 4L * kernel.workspaceSize(execution.pool().size());
    return PlannedKernel.of(
            "matmul %dx%dx%d".formatted(m, k, n),
            node.count(),
            memory -> bindBatch(kernel, memory, packed))
        .withWorkspace(leftBytes() + packed);
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
    return epilogue(transposeLeft(memory, left).then(run::run), memory);
  }

  /// The epilogue as passes of its own.
  private BoundKernel epilogue(BoundKernel product, KernelMemory memory) {
    Epilogue epilogue = op.epilogue();
    FloatRange out = memory.output(0);
    BoundKernel all = product;
    if (epilogue.bias()) {
      all = all.then(add(memory.input(2), node.shape(2), out));
    }
    if (epilogue.residual()) {
      all = all.then(add(memory.inputs().getLast(), y, out));
    }
    return epilogue.activation().isIdentity()
        ? all
        : all.then(UnaryKernel.rows(epilogue.activation(), out, out, execution));
  }

  private BoundKernel add(FloatRange value, Shape shape, FloatRange out) {
    long[] dense = LoopNest.dense(y.dims());
    LoopNest nest = new LoopNest(y.dims(), dense, dense, LoopNest.broadcast(shape, y));
    return BinaryKernel.rows(BinaryFunction.ADD, nest, out, value, out, execution);
  }

  private long leftBytes() {
    return op.transposeA() ? Math.ceilDiv(4 * a.elementCount(), 64) * 64 : 0;
  }

  private BoundKernel transposeLeft(KernelMemory memory, FloatRange left) {
    if (!op.transposeA()) {
      return BoundKernel.NOTHING;
    }
    long[] source = LoopNest.dense(a.dims());
    long[] dims = a.dims();
    int last = dims.length - 1;
    dims[last] = k;
    dims[last - 1] = m;
    source[last] = m;
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
