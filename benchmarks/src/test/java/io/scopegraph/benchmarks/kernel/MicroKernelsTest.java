package io.scopegraph.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class MicroKernelsTest {
  @Test
  void allShapesAreMeasured() throws NoSuchFieldException {
    Param shapes = MicroKernels.class.getDeclaredField("shape").getAnnotation(Param.class);
    assertThat(Arrays.asList(shapes.value()))
        .containsExactlyElementsOf(List.copyOf(MicroKernels.SHAPES.keySet()));
  }

  @Test
  void aPeakCountsTwoOperationsForEachElement() {
    assertThat(FmaPeak.operations(512)).isEqualTo(2.0 * 16 * FmaPeak.SUMS * FmaPeak.STEPS);
  }
}
