package io.scopegraph.conformance;

import io.scopegraph.op.Cast;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class CastCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Cast.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType from : Draw.DTYPES) {
      for (DType to : Draw.DTYPES) {
        Tensor x = new Draw(from.byteSize()).any(from, 3, 69);
        boolean negativeToUnsigned = to.isInteger() && to.minInteger() == 0 && from != DType.BOOL;
        Tensor drawn = negativeToUnsigned ? new Draw(1).of(from, 0, 90, 3, 69) : x;
        cases.add(cast(from + " to " + to, drawn, to));
      }
    }
    Tensor example = Tensor.ofFloats(Shape.of(4), -1.7f, 1.7f, 0, Float.NaN);
    cases.add(
        Case.of(
            "NaN is true",
            new Cast(DType.BOOL),
            example,
            Expected.exactly(new TensorSpec(DType.BOOL, example.shape()), 1, 1, 0, 1)));
    return cases;
  }

  private static Case cast(String name, Tensor x, DType to) {
    double[] values =
        Grid.map(
            x.shape(),
            index -> {
              double value = x.getDouble(Grid.flat(x.shape(), index));
              return to == DType.BOOL
                  ? (value != 0 ? 1 : 0)
                  : to.isInteger() ? (long) value : value;
            });
    return Case.of(name, new Cast(to), x, Expected.elementWise(x.spec().withDType(to), values));
  }
}
