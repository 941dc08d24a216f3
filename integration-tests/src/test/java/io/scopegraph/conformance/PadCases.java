package io.scopegraph.conformance;

import io.scopegraph.op.Op;
import io.scopegraph.op.Pad;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class PadCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Pad.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Pad.Mode mode : Pad.Mode.values()) {
      for (DType dtype : Draw.DTYPES) {
        double fill = dtype == DType.BOOL ? 1 : 3;
        Tensor x = new Draw(1).any(dtype, 3, 4, 5);
        cases.add(pad(mode, fill, x, 1, 0, 3, 2, 3, 0));
      }
      Tensor image = new Draw(2).floats(2, 6, 7, 13);
      cases.add(pad(mode, -1.5, image, 0, 1, 2, 0, 0, 3, 4, 0));
      cases.add(pad(mode, 0.5, image, 0, -2, 0, 1, -1, 1, -3, 2));
    }
    cases.add(
        Case.one(
            "example",
            new Pad(Pad.Mode.REFLECT, 0),
            List.of(
                Case.Input.fed(Tensor.ofFloats(Shape.of(3), 1, 2, 3)), Case.Input.constant(1, 1)),
            _ ->
                Expected.exactly(
                    Tensor.ofFloats(Shape.of(5), 0, 0, 0, 0, 0).spec(), 2, 1, 2, 3, 2)));
    return cases;
  }

  private static Case pad(Pad.Mode mode, double fill, Tensor x, long... pads) {
    int rank = x.shape().rank();
    long[] dims = x.shape().dims();
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] += pads[axis] + pads[axis + rank];
    }
    Shape shape = Shape.of(dims);
    double[] values =
        Grid.map(
            shape,
            index -> {
              for (int axis = 0; axis < rank; axis++) {
                int extent = (int) x.shape().dim(axis);
                int at = index[axis] - (int) pads[axis];
                if (mode == Pad.Mode.CONSTANT && (at < 0 || at >= extent)) {
                  return fill;
                }
                index[axis] = source(mode, at, extent);
              }
              return x.getDouble(Grid.flat(x.shape(), index));
            });
    return Case.one(
        mode + " " + x.spec() + " to " + shape,
        new Pad(mode, fill),
        List.of(Case.Input.fed(x), Case.Input.constant(pads)),
        _ -> Expected.exactly(x.spec().withShape(shape), values));
  }

  private static int source(Pad.Mode mode, int at, int extent) {
    int index = at;
    while (index < 0 || index >= extent) {
      boolean below = index < 0;
      index =
          switch (mode) {
            case REFLECT -> below ? -index : 2 * (extent - 1) - index;
            case WRAP -> below ? index + extent : index - extent;
            case EDGE, CONSTANT -> below ? 0 : extent - 1;
          };
    }
    return index;
  }
}
