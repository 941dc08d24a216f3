package io.scopegraph.conformance;

import io.scopegraph.op.DataFormat;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class LocalResponseNormCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(LocalResponseNorm.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DataFormat format : DataFormat.values()) {
      for (int channels : new int[] {1, 4, 6, 13, 207}) {
        Tensor x = new Draw(channels).between(-3, 3, format.shape(2, 3, 4, channels).dims());
        cases.add(lrn(x, new LocalResponseNorm(2, 2, 2e-2, 0.75, 1, format)));
        cases.add(lrn(x, new LocalResponseNorm(1, 2, 0.5, 0.5, 2, format)));
      }
      Tensor narrow = new Draw(1).of(DType.FLOAT16, -3, 3, 1, 2, 3, 4);
      cases.add(lrn(narrow, new LocalResponseNorm(1, 1, 0.5, 0.75, 1, format)));
      Tensor x = new Draw(2).between(0.5, 2, 1, 2, 2, 3);
      cases.add(lrn(x, new LocalResponseNorm(0, 0, 1, 1, 0, format)));
    }
    return cases;
  }

  private static Case lrn(Tensor x, LocalResponseNorm op) {
    int axis = op.format().channelAxis();
    int channels = (int) x.shape().dim(axis);
    double[] values =
        Grid.map(
            x.shape(),
            index -> {
              double own = x.getDouble(Grid.flat(x.shape(), index));
              int c = index[axis];
              double sum = 0;
              for (int k = c - op.before(); k <= c + op.after(); k++) {
                if (k >= 0 && k < channels) {
                  index[axis] = k;
                  double value = x.getDouble(Grid.flat(x.shape(), index));
                  sum += value * value;
                }
              }
              return own / Math.pow(op.bias() + op.alpha() * sum, op.beta());
            });
    return Case.of(
        op.format() + " " + x.spec() + " " + op.before() + "+" + op.after(),
        op,
        x,
        Expected.elementWise(x.spec(), values));
  }
}
