package io.scopegraph.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// One op with its inputs and the results that are right.
///
/// @param name for the report of tests
/// @param graph a single node between placeholders, constants and outputs named `0`, `1` ...
/// @param feeds the contents of the placeholders
/// @param expected one for each output
public record Case(
    String name,
    Graph graph,
    ImmutableMap<String, Tensor> feeds,
    ImmutableList<Expected> expected) {
  /// An input of the op.
  ///
  /// @param fed whether it is fed in each run, or a constant
  public record Input(Tensor value, boolean fed) {
    public static Input fed(Tensor value) {
      return new Input(value, true);
    }

    public static Input constant(Tensor value) {
      return new Input(value, false);
    }

    public static Input constant(long... values) {
      return constant(Tensor.vector(values));
    }
  }

  /// A case of an op whose first input is fed and whose others are constants.
  public static Case of(String name, Op op, Tensor first, Expected expected) {
    return of(name, op, List.of(Input.fed(first)), _ -> List.of(expected));
  }

  /// A case of an op with one output.
  public static Case one(
      String name, Op op, List<Input> inputs, Function<List<Tensor>, Expected> reference) {
    return of(name, op, inputs, tensors -> List.of(reference.apply(tensors)));
  }

  /// A case of an op.
  ///
  /// @param reference computes the outputs from the inputs
  public static Case of(
      String name, Op op, List<Input> inputs, Function<List<Tensor>, List<Expected>> reference) {
    GraphAssembler assembler = new GraphAssembler();
    ImmutableMap.Builder<String, Tensor> feeds = ImmutableMap.builder();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.get(i).value();
      if (inputs.get(i).fed()) {
        values.add(assembler.add("x" + i, new Placeholder(tensor.spec()), List.of(), null));
        feeds.put("x" + i, tensor);
      } else {
        values.add(assembler.add("c" + i, new Constant(tensor), List.of(), null));
      }
    }
    Value first = assembler.add("y", op, values, null);
    List<Expected> expected = reference.apply(inputs.stream().map(Input::value).toList());
    for (int slot = 0; slot < expected.size(); slot++) {
      assembler.output(Integer.toString(slot), new Value(first.node(), slot));
    }
    return new Case(
        op.type() + " " + name,
        assembler.build(),
        feeds.buildOrThrow(),
        ImmutableList.copyOf(expected));
  }

  /// Fails unless results, by the name of the output, are the expected ones.
  public void check(Map<String, Tensor> results) {
    assertThat(results).hasSameSizeAs(expected);
    for (int slot = 0; slot < expected.size(); slot++) {
      String output = Integer.toString(slot);
      Tensor result = results.get(output);
      if (result == null) {
        throw new AssertionError("%s gave no output %s".formatted(name, output));
      }
      expected.get(slot).check(name + " output " + output, result);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
