package io.scopegraph.op;

import static io.scopegraph.op.OpCases.example;
import static io.scopegraph.op.OpCases.in;
import static io.scopegraph.op.OpCases.refuses;
import static io.scopegraph.op.OpCases.spec;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.util.List;

/// Ops without inputs.
final class SourceCases {
  private static final Placeholder ROWS = new Placeholder(spec(-1, 3));
  private static final Constant NUMBERS = new Constant(Tensor.vector(1, 2));
  private static final VariableOp WEIGHTS =
      new VariableOp("w", spec(2), new InitialValue.Filled(1));

  private SourceCases() {}

  static List<OpCases.Example> examples() {
    return List.of(
        example(ROWS, spec(-1, 3)),
        example(NUMBERS, spec(DType.INT64, 2)),
        example(WEIGHTS, spec(2)));
  }

  static List<OpCases.Broken> broken() {
    return List.of(
        refuses(Placeholder.class, "C1", () -> ROWS, in(1)),
        refuses(Constant.class, "C1", () -> NUMBERS, in(1)),
        refuses(VariableOp.class, "C1", () -> WEIGHTS, in(1)),
        refuses(
            VariableOp.class,
            "C2",
            () -> new VariableOp("w", spec(-1), new InitialValue.Filled(1))));
  }
}
