package io.scopegraph.conformance;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.ConstantOfShape;
import io.scopegraph.op.Flatten;
import io.scopegraph.op.Op;
import io.scopegraph.op.Reshape;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Squeeze;
import io.scopegraph.op.Unsqueeze;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The ops that change a shape alone, or ask for one.
final class ReshapeCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(
        ConstantOfShape.class,
        Flatten.class,
        Reshape.class,
        ShapeOp.class,
        Squeeze.class,
        Unsqueeze.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DType dtype : Draw.DTYPES) {
      Tensor x = new Draw(1).any(dtype, 2, 1, 3, 13);
      cases.add(
          Case.one(
              dtype.toString(),
              new Reshape(false),
              List.of(Case.Input.fed(x), Case.Input.constant(0, -1, 13)),
              _ -> reshaped(x, 2, 3, 13)));
      cases.add(Case.of(dtype.toString(), new Flatten(1), x, reshaped(x, 2, 39)));
      cases.add(Case.of(dtype + " from the end", new Flatten(-1), x, reshaped(x, 6, 13)));
      cases.add(
          Case.of(dtype.toString(), new Squeeze(ImmutableList.of()), x, reshaped(x, 2, 3, 13)));
      cases.add(
          Case.of(
              dtype.toString(),
              new Unsqueeze(ImmutableList.of(0, -1)),
              x,
              reshaped(x, 1, 2, 1, 3, 13, 1)));
      Tensor fill = new Draw(2).any(dtype, 1);
      double value = fill.getDouble(0);
      cases.add(
          Case.one(
              dtype.toString(),
              new ConstantOfShape(fill),
              List.of(Case.Input.constant(2, 3)),
              _ ->
                  Expected.exactly(
                      new TensorSpec(dtype, Shape.of(2, 3)),
                      value,
                      value,
                      value,
                      value,
                      value,
                      value)));
    }
    Tensor x = new Draw(3).floats(2, 3, 4);
    cases.add(Case.of("whole", ShapeOp.WHOLE, x, int64(2, 3, 4)));
    cases.add(Case.of("from 1", new ShapeOp(1, null), x, int64(3, 4)));
    cases.add(Case.of("from -2 to -1", new ShapeOp(-2, -1), x, int64(3)));
    return cases;
  }

  private static Expected reshaped(Tensor x, long... dims) {
    double[] values = new double[(int) x.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = x.getDouble(i);
    }
    return Expected.exactly(x.spec().withShape(Shape.of(dims)), values);
  }

  private static Expected int64(double... values) {
    return Expected.exactly(new TensorSpec(DType.INT64, Shape.of(values.length)), values);
  }
}
