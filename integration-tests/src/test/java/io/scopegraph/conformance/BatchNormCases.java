package io.scopegraph.conformance;

import io.scopegraph.op.BatchNorm;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class BatchNormCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(BatchNorm.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DataFormat format : DataFormat.values()) {
      for (long[] dims : new long[][] {{2, 13}, {1, 4, 6, 13}, {2, 207, 3, 5}, {1, 3, 70, 80}}) {
        cases.add(batchNorm(DType.FLOAT32, format, dims));
      }
      cases.add(batchNorm(DType.FLOAT16, format, 1, 2, 3, 4));
    }
    Tensor five = Tensor.ofFloats(Shape.of(1, 1), 5);
    cases.add(
        Case.one(
            "example",
            new BatchNorm(0, DataFormat.NHWC),
            List.of(
                Case.Input.fed(five),
                Case.Input.constant(Tensor.ofFloats(Shape.of(1), 2)),
                Case.Input.constant(Tensor.ofFloats(Shape.of(1), 1)),
                Case.Input.constant(Tensor.ofFloats(Shape.of(1), 3)),
                Case.Input.constant(Tensor.ofFloats(Shape.of(1), 4))),
            _ -> Expected.elementWise(five.spec(), 3)));
    return cases;
  }

  private static Case batchNorm(DType dtype, DataFormat format, long... dims) {
    Draw draw = new Draw(dims[1]);
    double epsilon = 1e-3;
    Tensor x = draw.any(dtype, dims);
    int axis = format.channelAxis(dims.length);
    Tensor scale = draw.of(dtype, -2, 2, dims[axis]);
    Tensor offset = draw.of(dtype, -1, 1, dims[axis]);
    Tensor mean = draw.of(dtype, -1, 1, dims[axis]);
    Tensor variance = draw.of(dtype, 0.25, 2, dims[axis]);
    double[] values =
        Grid.map(
            x.shape(),
            index -> {
              int c = index[axis];
              double deviation = Math.sqrt(variance.getDouble(c) + epsilon);
              double centred = x.getDouble(Grid.flat(x.shape(), index)) - mean.getDouble(c);
              return scale.getDouble(c) * centred / deviation + offset.getDouble(c);
            });
    // Three terms of up to 20 may cancel.
    double cancelled = 3 * 20 * 0x1p-24;
    return Case.one(
        format + " " + x.spec(),
        new BatchNorm(epsilon, format),
        List.of(
            Case.Input.fed(x),
            Case.Input.constant(scale),
            Case.Input.constant(offset),
            Case.Input.constant(mean),
            Case.Input.constant(variance)),
        _ ->
            dtype == DType.FLOAT32
                ? Expected.within(x.spec(), values, i -> cancelled + 1e-6 * Math.abs(values[i]))
                : Expected.elementWise(x.spec(), values));
  }
}
