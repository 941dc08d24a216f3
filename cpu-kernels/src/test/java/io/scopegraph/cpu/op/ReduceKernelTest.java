package io.scopegraph.cpu.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Reduce;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReduceKernelTest {
  private static final int PIXELS = 6 * 240;
  private static final int CHANNELS = 300;

  /// The double-precision sum is exact to far less than a float32 unit, so the result is the
  /// rounded one or, where rounding to float32 is a near tie, its neighbour.
  @Test
  void longSumsAndMeansLoseOneRoundingOnly() {
    float[] x = new float[PIXELS * CHANNELS];
    double[] sums = new double[CHANNELS];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(0.5, 1.5);
      sums[i % CHANNELS] += x[i];
    }
    Tensor input = Tensor.ofFloats(Shape.of(1, 6, 240, CHANNELS), x);

    float[] total = reduce(Reduce.Function.SUM, input);
    float[] mean = reduce(Reduce.Function.MEAN, input);

    for (int c = 0; c < CHANNELS; c++) {
      float sum = (float) sums[c];
      float average = (float) (sums[c] / PIXELS);
      assertThat(total[c]).isBetween(Math.nextDown(sum), Math.nextUp(sum));
      assertThat(mean[c]).isBetween(Math.nextDown(average), Math.nextUp(average));
    }
  }

  private static float[] reduce(Reduce.Function function, Tensor x) {
    GraphAssembler assembler = new GraphAssembler();
    Value in =
        assembler.add(
            "x", new Placeholder(new TensorSpec(DType.FLOAT32, x.shape())), List.of(), null);
    Reduce op = new Reduce(function, ImmutableList.of(1, 2), false);
    assembler.output("y", assembler.add("y", op, List.of(in), null));
    SessionOptions options = SessionOptions.builder().device("cpu").threads(2).build();
    try (Session session = Session.open(assembler.build(), options)) {
      return session.run(Map.of("x", x)).only().toFloatArray();
    }
  }
}
