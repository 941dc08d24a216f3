package io.scopegraph.conformance;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What has a value without being computed, as the output of a graph.
final class LeafCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Constant.class, Placeholder.class, VariableOp.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType dtype : Draw.DTYPES) {
      Tensor value = new Draw(7).any(dtype, 3, 5);
      TensorSpec spec = value.spec();
      cases.add(leaf(new Constant(value), ImmutableMap.of(), value));
      cases.add(leaf(new Placeholder(spec), ImmutableMap.of("y", value), value));
      cases.add(
          leaf(new VariableOp("v", spec, new InitialValue.Fixed(value)), ImmutableMap.of(), value));
    }
    return cases;
  }

  private static Case leaf(Op op, ImmutableMap<String, Tensor> feeds, Tensor value) {
    GraphAssembler assembler = new GraphAssembler();
    Value y = assembler.add("y", op, List.of(), null);
    assembler.output("0", y);
    double[] values = Grid.map(value.shape(), i -> value.getDouble(Grid.flat(value.shape(), i)));
    return new Case(
        op.type() + " " + value.spec(),
        assembler.build(),
        feeds,
        ImmutableList.of(Expected.exactly(value.spec(), values)));
  }
}
