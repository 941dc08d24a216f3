package io.scopegraph.runtime.plan;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Constant;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.host.HostEvaluator;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A weight in another element type: what the cast of a variable or a constant gives. It is made
/// once, and shared, as the forms are that kernels want.
///
/// @param input always 0: the weight itself
/// @param from the spec of the plain weight
/// @param to the spec of the form
record WeightForm(int input, TensorSpec from, TensorSpec to) implements PackedWeight {
  /// The form that a cast gives.
  ///
  /// @param cast a weight, see [io.scopegraph.runtime.spi.KernelRequest#isWeight(Graph, Value)]
  static PackedWeight of(Graph graph, Value cast) {
    Value source = graph.node(cast).inputs().getFirst();
    WeightForm form = new WeightForm(0, graph.spec(source), graph.spec(cast));
    return graph.op(source) instanceof Cast ? new Composed(of(graph, source), form) : form;
  }

  /// What makes weights one.
  static WeightKey key(Graph graph, Value weight) {
    return switch (graph.op(weight)) {
      case VariableOp variable -> new WeightKey.Variable(variable.key());
      case Constant(Tensor value) -> new WeightKey.Constant(value);
      case Cast(var to) ->
          new WeightKey.Packed(key(graph, graph.node(weight).inputs().getFirst()), to.toString());
      default -> throw new IllegalStateException(graph.tensorName(weight) + " is no weight");
    };
  }

  /// The variable or the constant that a weight is made of.
  static Value plain(Graph graph, Value weight) {
    return graph.op(weight) instanceof Cast
        ? plain(graph, graph.node(weight).inputs().getFirst())
        : weight;
  }

  /// A form that a kernel makes of a form.
  static PackedWeight compose(PackedWeight first, PackedWeight second) {
    return new Composed(first, second);
  }

  @Override
  public String form() {
    return to.dtype().toString();
  }

  @Override
  public long bytes() {
    return to.byteSize();
  }

  @Override
  public void pack(MemorySegment plain, MemorySegment packed) {
    HostEvaluator.cast(
        Tensor.wrap(from, plain.asSlice(0, from.byteSize())),
        Tensor.wrap(to, packed.asSlice(0, to.byteSize())));
  }

  /// A form of a form.
  private record Composed(PackedWeight first, PackedWeight second) implements PackedWeight {
    private static final long ALIGNMENT = 64;

    @Override
    public int input() {
      return second.input();
    }

    @Override
    public String form() {
      return first.form() + ", " + second.form();
    }

    @Override
    public long bytes() {
      return second.bytes();
    }

    @Override
    public void pack(MemorySegment plain, MemorySegment packed) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment between = arena.allocate(first.bytes(), ALIGNMENT);
        first.pack(plain, between);
        second.pack(between, packed);
      }
    }
  }
}
