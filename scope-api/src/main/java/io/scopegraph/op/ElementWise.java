package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;

/// A straight-line program of element-wise functions over values that are broadcast against each
/// other as numpy does: what several [Unary] and [Binary] ops do, in one pass over the elements.
///
/// Operands are numbers: the inputs have 0 and upwards, the steps the numbers after them. The
/// result is that of the last step. Steps of float32 and float64 are rounded each, but a device may
/// round a product and the sum with it together; those of narrower types are float32, and the
/// result is rounded.
///
/// - C1: as many inputs as the program says.
/// - C2: all inputs have one floating-point dtype.
/// - C3: there is an input and a step, and each step reads inputs or earlier steps.
/// - C4: every input, and every step but the last, is read.
/// - C5: functions take and give floating-point numbers: no logical ones, no comparisons.
/// - C6: the shapes can be broadcast.
///
/// Example: `add(x0, mul(x1, x2))` of shapes (2, 1), (3,) and () has shape (2, 3).
///
/// @param inputs how many inputs there are, one or more
public record ElementWise(int inputs, ImmutableList<Step> steps) implements Op {
  private static final String TYPE = "ElementWise";

  /// One function of operands.
  public sealed interface Step permits One, Two {
    /// The numbers of what it reads, in order.
    ImmutableList<Integer> operands();
  }

  /// A function of one operand.
  public record One(Unary op, int x) implements Step {
    @Override
    public ImmutableList<Integer> operands() {
      return ImmutableList.of(x);
    }
  }

  /// A function of two operands.
  public record Two(BinaryFunction function, int x, int y) implements Step {
    @Override
    public ImmutableList<Integer> operands() {
      return ImmutableList.of(x, y);
    }
  }

  public ElementWise {
    InvalidOpException.checkAttribute(
        !steps.isEmpty() && inputs > 0, TYPE, "C3", "%d inputs, %d steps", inputs, steps.size());
    boolean[] read = new boolean[inputs + steps.size()];
    for (int step = 0; step < steps.size(); step++) {
      checkFunction(steps.get(step));
      for (int operand : steps.get(step).operands()) {
        InvalidOpException.checkAttribute(
            operand >= 0 && operand < inputs + step,
            TYPE,
            "C3",
            "step %d reads %d, which is neither one of %d inputs nor an earlier step",
            step,
            operand,
            inputs);
        read[operand] = true;
      }
    }
    for (int operand = 0; operand < read.length - 1; operand++) {
      InvalidOpException.checkAttribute(
          read[operand],
          TYPE,
          "C4",
          "nothing reads %s %d",
          operand < inputs ? "input" : "step",
          operand < inputs ? operand : operand - inputs);
    }
  }

  private static void checkFunction(Step step) {
    boolean accepted =
        switch (step) {
          case One(Unary op, _) -> op.function() != UnaryFunction.NOT;
          case Two(BinaryFunction function, _, _) ->
              function.kind() == BinaryFunction.Kind.ARITHMETIC;
        };
    InvalidOpException.checkAttribute(accepted, TYPE, "C5", "%s gives or takes a bool", step);
  }

  /// The number of the operand that a step gives.
  public int result(int step) {
    return inputs + step;
  }

  /// The shapes of all operands, the last one being the output's.
  ///
  /// @param given the shapes of the inputs, which can be broadcast
  public ImmutableList<Shape> shapes(List<Shape> given) {
    ImmutableList.Builder<Shape> shapes = ImmutableList.<Shape>builder().addAll(given);
    for (Step step : steps) {
      ImmutableList<Shape> known = shapes.build();
      shapes.add(
          switch (step) {
            case One(_, int x) -> known.get(x);
            case Two(_, int x, int y) ->
                Shape.broadcast(known.get(x), known.get(y))
                    .orElseThrow(() ->
                        new IllegalArgumentException(
                            "Shapes cannot be broadcast: %s and %s"
                                .formatted(known.get(x), known.get(y))));
          });
    }
    return shapes.build();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C1", inputs, inputs);
    inference.checkSameDType("C2", 0);
    inference.check(inference.dtype(0).isFloating(), "C2", "does not take %s", inference.dtype(0));
    Shape shape = inference.shape(0);
    for (int input = 1; input < inputs; input++) {
      Shape before = shape;
      Shape next = inference.shape(input);
      shape =
          Shape.broadcast(before, next)
              .orElseThrow(() ->
                  inference.error("C6", "shapes cannot be broadcast: %s and %s", before, next));
    }
    return Inference.one(inference.dtype(0), shape);
  }

  /// The program: `ElementWise[add(x0, mul(x1, x2))]`; a step that is read more than once has a
  /// name: `ElementWise[t0 = exp(x0); div(t0, add(t0, x1))]`.
  @Override
  public String toString() {
    return TYPE + "[" + new ElementWisePrinter(this).print() + "]";
  }
}
