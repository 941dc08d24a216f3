package io.scopegraph.conformance;

import io.scopegraph.op.Op;
import io.scopegraph.op.Softmax;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class SoftmaxCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(Softmax.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean logarithm : new boolean[] {false, true}) {
      for (int size : new int[] {1, 4, 6, 13, 207, 702, 6625}) {
        cases.add(softmax(new Draw(size).between(-9, 9, 3, size), -1, logarithm));
      }
      for (int axis = 0; axis < 4; axis++) {
        cases.add(softmax(new Draw(axis).between(-4, 4, 2, 13, 5, 6), axis, logarithm));
      }
      cases.add(softmax(new Draw(5).between(-4, 4, 2, 3, 702), 1, logarithm));
      cases.add(softmax(new Draw(6).of(DType.FLOAT16, -2, 2, 3, 13), 1, logarithm));
      float infinite = Float.NEGATIVE_INFINITY;
      cases.add(
          softmax(
              Tensor.ofFloats(
                  Shape.of(3, 3),
                  new float[] {infinite, infinite, infinite, 500, 400, -500, infinite, 0, 1}),
              1,
              logarithm));
    }
    Tensor x = Tensor.ofFloats(Shape.of(2), 0, (float) Math.log(3));
    cases.add(
        Case.of("example", new Softmax(0, false), x, Expected.elementWise(x.spec(), 0.25, 0.75)));
    return cases;
  }

  private static Case softmax(Tensor x, int axis, boolean logarithm) {
    int at = axis < 0 ? axis + x.shape().rank() : axis;
    int extent = (int) x.shape().dim(at);
    double[] values =
        Grid.map(
            x.shape(),
            index -> {
              double own = x.getDouble(Grid.flat(x.shape(), index));
              double most = Double.NEGATIVE_INFINITY;
              for (int k = 0; k < extent; k++) {
                index[at] = k;
                most = Math.max(most, x.getDouble(Grid.flat(x.shape(), index)));
              }
              double sum = 0;
              for (int k = 0; k < extent; k++) {
                index[at] = k;
                sum += Math.exp(x.getDouble(Grid.flat(x.shape(), index)) - most);
              }
              double shifted = own - most;
              return logarithm ? shifted - Math.log(sum) : Math.exp(shifted) / sum;
            });
    return Case.of(
        x.spec() + " along " + axis,
        new Softmax(axis, logarithm),
        x,
        Expected.elementWise(x.spec(), values));
  }
}
