package io.scopegraph.cpu.tier;

import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.UnaryFunction;

/// The tier of each row loop that has a vector form.
final class RowTiers {
  final Tier exp;
  final Tier erf;
  final Tier scaleShift;
  final Tier scaleShiftRows;
  final Tier addScaled;
  final Tier sum;
  final Tier maximum;
  final Tier minimum;
  final Tier add;
  final Tier divide;
  final Tier multiply;
  final Tier subtract;
  final Tier squaredDifference;
  final Tier greater;
  final Tier less;
  final Tier prelu;

  RowTiers(TierSet set) {
    exp = set.tier(() -> unary(UnaryFunction.EXP));
    erf = set.tier(() -> unary(UnaryFunction.ERF));
    scaleShift =
        set.tier(() ->
            new RowExercise(
                "scale and shift",
                (kernels, x, _, _, out, n) ->
                    kernels.rows().scaleShift(x, 0, 0.7f, -0.2f, out, 0, n)));
    scaleShiftRows =
        set.tier(() ->
            new RowExercise(
                "scale and shift by rows",
                (kernels, x, y, z, out, n) ->
                    kernels.rows().scaleShift(x, 0, y, 0, z, 0, out, 0, n)));
    addScaled =
        set.tier(() ->
            new RowExercise(
                "add scaled",
                (kernels, x, y, _, out, n) -> {
                  System.arraycopy(y, 0, out, 0, n);
                  kernels.rows().addScaled(x, 0, 0.3f, out, 0, n);
                }));
    sum = set.tier(() -> RowExercise.number("sum", (rows, values, n) -> rows.sum(values, 0, n)));
    maximum =
        set.tier(
            () -> RowExercise.number("maximum", (rows, values, n) -> rows.maximum(values, 0, n)));
    minimum =
        set.tier(
            () -> RowExercise.number("minimum", (rows, values, n) -> rows.minimum(values, 0, n)));
    add = set.tier(() -> binary(BinaryFunction.ADD));
    divide = set.tier(() -> binary(BinaryFunction.DIV));
    multiply = set.tier(() -> binary(BinaryFunction.MUL));
    subtract = set.tier(() -> binary(BinaryFunction.SUB));
    squaredDifference = set.tier(() -> binary(BinaryFunction.SQUARED_DIFFERENCE));
    greater = set.tier(() -> binary(BinaryFunction.MAXIMUM));
    less = set.tier(() -> binary(BinaryFunction.MINIMUM));
    prelu = set.tier(() -> binary(BinaryFunction.PRELU));
  }

  private static Exercise unary(UnaryFunction function) {
    return RowExercise.inPlace(
        function.name(),
        (kernels, values, n) -> kernels.rows().unary(function, 0, 0, values, 0, n));
  }

  private static Exercise binary(BinaryFunction function) {
    return new RowExercise(
        function.name(),
        (kernels, x, y, _, out, n) -> kernels.rows().binary(function, x, 0, y, 0, out, 0, n));
  }
}
