package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;
import java.util.Random;

/// Writes down small graphs: each node is named after its op, each constant is random or given.
final class Sketch {
  private final GraphAssembler assembler = new GraphAssembler();
  private final Random random = new Random(42);

  Value input(String name, long... dims) {
    Placeholder op = new Placeholder(new TensorSpec(DType.FLOAT32, Shape.of(dims)));
    return assembler.add(name, op, ImmutableList.of(), null);
  }

  Value constant(Tensor value) {
    return add(new Constant(value));
  }

  Value ints(long... values) {
    return constant(Tensor.vector(values));
  }

  Value scalar(float value) {
    return constant(Tensor.scalar(value));
  }

  /// A float32 constant of numbers in [-1, 1).
  Value random(long... dims) {
    return constant(random(Shape.of(dims), -1));
  }

  /// A float32 constant of numbers in [0.5, 1.5).
  Value positive(long... dims) {
    return constant(random(Shape.of(dims), 0.5f));
  }

  Value add(Op op, Value... inputs) {
    return assembler.add(
        assembler.uniqueName(op.type()), op, ImmutableList.copyOf(Arrays.asList(inputs)), null);
  }

  Value add(String name, Op op, Value... inputs) {
    return assembler.add(name, op, ImmutableList.copyOf(Arrays.asList(inputs)), null);
  }

  void output(String name, Value value) {
    assembler.output(name, value);
  }

  Graph graph() {
    return assembler.build();
  }

  Graph graph(Value output) {
    output("y", output);
    return graph();
  }

  private Tensor random(Shape shape, float least) {
    float[] values = new float[Math.toIntExact(shape.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = least + (least < 0 ? 2 : 1) * random.nextFloat();
    }
    return Tensor.ofFloats(shape, values);
  }
}
