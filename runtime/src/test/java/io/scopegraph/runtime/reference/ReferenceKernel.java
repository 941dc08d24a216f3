package io.scopegraph.runtime.reference;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.Concat;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.host.ElementMath;
import io.scopegraph.runtime.host.HostEvaluator;
import io.scopegraph.runtime.spi.Device.Selection;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A naive kernel. Relu, identity and element-wise sums and products work in place; the matrix
/// product of two axes reads a transposed weight and, for the sake of the planner, sums in scratch
/// memory; all else goes to the host evaluator.
abstract class ReferenceKernel implements Kernel {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final KernelRequest request;

  private ReferenceKernel(KernelRequest request) {
    this.request = request;
  }

  KernelRequest request() {
    return request;
  }

  @Override
  public ImmutableSet<Integer> runtimeInputs() {
    return IntStream.range(0, request.count()).boxed().collect(ImmutableSet.toImmutableSet());
  }

  /// All but those of Tanh, which makes plans meet a kernel that refuses.
  @Override
  public ImmutableSet<Integer> pitchedInputs() {
    return pitchedOutput() ? runtimeInputs() : ImmutableSet.of();
  }

  @Override
  public boolean pitchedOutput() {
    return !request.op().type().equals("Tanh");
  }

  @Override
  public ImmutableSet<Integer> inPlaceParts() {
    return request.op() instanceof Concat ? runtimeInputs() : ImmutableSet.of();
  }

  abstract Runnable bind(
      List<MemorySegment> inputs,
      List<MemorySegment> outputs,
      List<MemorySegment> packed,
      MemorySegment workspace);

  /// @param byRows whether each number of rows wants a form of the weight of its own
  static Selection select(KernelRequest request, boolean byRows) {
    return switch (request.op()) {
      case Unary unary when unary.isIdentity() -> new Selection.Supported(new Copy(request));
      case Unary(UnaryFunction function, _, _)
          when function == UnaryFunction.RELU && isFloat(request) ->
          new Selection.Supported(new Relu(request));
      case Binary binary when isFloat(request) && sameShapes(request) ->
          switch (binary.function()) {
            case ADD, MUL -> new Selection.Supported(new ElementWise(request));
            default -> host(request);
          };
      case MatMul(boolean a, boolean b, _)
          when !a
              && !b
              && isFloat(request)
              && request.shape(0).rank() == 2
              && request.shape(1).rank() == 2 ->
          new Selection.Supported(new Product(request, byRows));
      default -> host(request);
    };
  }

  private static Selection host(KernelRequest request) {
    List<Tensor> zeros =
        IntStream.range(0, request.count())
            .mapToObj(input -> {
              Tensor constant = request.constant(input);
              return constant == null ? Tensor.allocate(request.input(input)) : constant;
            })
            .toList();
    return HostEvaluator.evaluate(node(request), zeros).isPresent()
        ? new Selection.Supported(new Host(request))
        : new Selection.Unsupported("the reference backend has no kernel for it");
  }

  private static Node node(KernelRequest request) {
    ImmutableList<Value> inputs =
        IntStream.range(0, request.count())
            .mapToObj(Value::of)
            .collect(ImmutableList.toImmutableList());
    return new Node(
        request.count(), request.op().type(), request.op(), inputs, request.outputs(), null);
  }

  private static boolean isFloat(KernelRequest request) {
    return request.input(0).dtype() == DType.FLOAT32;
  }

  private static boolean sameShapes(KernelRequest request) {
    return request.shape(0).equals(request.shape(1));
  }

  private static final class Copy extends ReferenceKernel {
    Copy(KernelRequest request) {
      super(request);
    }

    @Override
    public String algorithm() {
      return "copy";
    }

    @Override
    Runnable bind(
        List<MemorySegment> inputs,
        List<MemorySegment> outputs,
        List<MemorySegment> packed,
        MemorySegment workspace) {
      MemorySegment x = inputs.getFirst();
      MemorySegment y = outputs.getFirst();
      return () -> MemorySegment.copy(x, 0, y, 0, y.byteSize());
    }
  }

  private static final class Relu extends ReferenceKernel {
    Relu(KernelRequest request) {
      super(request);
    }

    @Override
    public String algorithm() {
      return "relu";
    }

    @Override
    public ImmutableSet<Integer> inPlaceInputs() {
      return ImmutableSet.of(0);
    }

    @Override
    Runnable bind(
        List<MemorySegment> inputs,
        List<MemorySegment> outputs,
        List<MemorySegment> packed,
        MemorySegment workspace) {
      MemorySegment x = inputs.getFirst();
      MemorySegment y = outputs.getFirst();
      return () -> {
        for (long at = 0; at < y.byteSize(); at += 4) {
          y.set(FLOAT, at, Math.max(0, x.get(FLOAT, at)));
        }
      };
    }
  }

  private static final class ElementWise extends ReferenceKernel {
    ElementWise(KernelRequest request) {
      super(request);
    }

    @Override
    public String algorithm() {
      return "element-wise";
    }

    @Override
    public ImmutableSet<Integer> inPlaceInputs() {
      return ImmutableSet.of(0, 1);
    }

    @Override
    Runnable bind(
        List<MemorySegment> inputs,
        List<MemorySegment> outputs,
        List<MemorySegment> packed,
        MemorySegment workspace) {
      MemorySegment a = inputs.get(0);
      MemorySegment b = inputs.get(1);
      MemorySegment y = outputs.getFirst();
      boolean sum = request().op().type().equals("Add");
      return () -> {
        for (long at = 0; at < y.byteSize(); at += 4) {
          float left = a.get(FLOAT, at);
          float right = b.get(FLOAT, at);
          y.set(FLOAT, at, sum ? left + right : left * right);
        }
      };
    }
  }

  private static final class Product extends ReferenceKernel {
    private final long rows;
    private final long depth;
    private final long columns;
    private final MatMul op;
    private final boolean packs;
    private final String form;

    Product(KernelRequest request, boolean byRows) {
      super(request);
      op = (MatMul) request.op();
      rows = request.shape(0).dim(0);
      depth = request.shape(0).dim(1);
      columns = request.shape(1).dim(1);
      packs = request.isWeight(1);
      form = byRows ? "transposed for %d rows".formatted(rows) : "transposed";
    }

    @Override
    public String algorithm() {
      return packs ? "product by transposed weight" : "product";
    }

    @Override
    public long workspaceBytes() {
      return columns * 4;
    }

    @Override
    public ImmutableSet<Integer> runtimeInputs() {
      ImmutableSet.Builder<Integer> read = ImmutableSet.builder();
      for (int input = 0; input < request().count(); input++) {
        if (input != 1 || !packs) {
          read.add(input);
        }
      }
      return read.build();
    }

    @Override
    public ImmutableSet<Integer> inPlaceInputs() {
      return op.epilogue().residual() ? ImmutableSet.of(request().count() - 1) : ImmutableSet.of();
    }

    @Override
    public ImmutableList<PackedWeight> packedWeights() {
      return packs ? ImmutableList.of(new Transposed(form, depth, columns)) : ImmutableList.of();
    }

    private float weight(MemorySegment plain, MemorySegment transposed, long k, long column) {
      return packs
          ? transposed.get(FLOAT, (column * depth + k) * 4)
          : plain.get(FLOAT, (k * columns + column) * 4);
    }

    @Override
    Runnable bind(
        List<MemorySegment> inputs,
        List<MemorySegment> outputs,
        List<MemorySegment> packed,
        MemorySegment workspace) {
      MemorySegment x = inputs.get(0);
      MemorySegment plain = inputs.get(1);
      MemorySegment transposed = packs ? packed.getFirst() : MemorySegment.NULL;
      MemorySegment bias = op.epilogue().bias() ? inputs.get(2) : MemorySegment.NULL;
      MemorySegment residual = op.epilogue().residual() ? inputs.getLast() : MemorySegment.NULL;
      MemorySegment y = outputs.getFirst();
      Unary activation = op.epilogue().activation();
      return () -> {
        for (long row = 0; row < rows; row++) {
          for (long column = 0; column < columns; column++) {
            float sum = op.epilogue().bias() ? bias.get(FLOAT, column * 4) : 0;
            for (long k = 0; k < depth; k++) {
              sum += x.get(FLOAT, (row * depth + k) * 4) * weight(plain, transposed, k, column);
            }
            if (op.epilogue().residual()) {
              sum += residual.get(FLOAT, (row * columns + column) * 4);
            }
            workspace.set(FLOAT, column * 4, activate(activation, sum));
          }
          MemorySegment.copy(workspace, 0, y, row * columns * 4, columns * 4);
        }
        workspace.fill((byte) -1);
      };
    }
  }

  private static float activate(Unary activation, float value) {
    return switch (activation.function()) {
      case IDENTITY -> value;
      case RELU -> Math.max(0, value);
      default ->
          (float)
              ElementMath.apply(
                  activation.function(), activation.a(), activation.b(), (double) value);
    };
  }

  private record Transposed(String form, long rows, long columns) implements Kernel.PackedWeight {
    @Override
    public int input() {
      return 1;
    }

    @Override
    public long bytes() {
      return rows * columns * 4;
    }

    @Override
    public void pack(MemorySegment plain, MemorySegment packed) {
      for (long row = 0; row < rows; row++) {
        for (long column = 0; column < columns; column++) {
          float value = plain.get(FLOAT, (row * columns + column) * 4);
          packed.set(FLOAT, (column * rows + row) * 4, value);
        }
      }
    }
  }

  private static final class Host extends ReferenceKernel {
    Host(KernelRequest request) {
      super(request);
    }

    @Override
    public String algorithm() {
      return "host";
    }

    @Override
    Runnable bind(
        List<MemorySegment> inputs,
        List<MemorySegment> outputs,
        List<MemorySegment> packed,
        MemorySegment workspace) {
      return () -> {
        List<Tensor> values = new ArrayList<>();
        for (int input = 0; input < inputs.size(); input++) {
          TensorSpec spec = request().input(input);
          values.add(Tensor.wrap(spec, inputs.get(input)).copy());
        }
        List<Tensor> results = HostEvaluator.evaluate(node(request()), values).orElseThrow();
        for (int slot = 0; slot < outputs.size(); slot++) {
          outputs.get(slot).copyFrom(results.get(slot).segment());
        }
      };
    }
  }
}
