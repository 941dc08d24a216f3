package io.scopegraph.conformance;

import io.scopegraph.op.BiasAdd;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class BiasAddCases implements Cases {
  @Override
  public Set<Class<? extends Op>> ops() {
    return Set.of(BiasAdd.class);
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DataFormat format : DataFormat.values()) {
      for (long[] dims :
          new long[][] {{2, 3}, {2, 5, 7}, {1, 4, 6, 13}, {2, 207, 3, 3}, {3, 1, 1, 1}}) {
        cases.add(biasAdd(DType.FLOAT32, format, dims));
      }
      cases.add(biasAdd(DType.INT32, format, 2, 3, 4));
      cases.add(biasAdd(DType.FLOAT16, format, 2, 3, 4));
    }
    return cases;
  }

  private static Case biasAdd(DType dtype, DataFormat format, long... dims) {
    Draw draw = new Draw(dims.length);
    Tensor x = draw.any(dtype, dims);
    int axis = format.channelAxis(dims.length);
    Tensor bias = draw.any(dtype, dims[axis]);
    double[] values =
        Grid.map(
            x.shape(),
            index -> x.getDouble(Grid.flat(x.shape(), index)) + bias.getDouble(index[axis]));
    return Case.one(
        format + " " + x.spec(),
        new BiasAdd(format),
        List.of(Case.Input.fed(x), Case.Input.constant(bias)),
        _ -> Expected.elementWise(x.spec(), values));
  }
}
