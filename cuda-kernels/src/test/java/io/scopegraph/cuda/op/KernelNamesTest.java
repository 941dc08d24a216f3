package io.scopegraph.cuda.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.emulator.CudaEmulator;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Reduce;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The names and numbers by which Java asks for kernels are those of the files.
class KernelNamesTest {
  private static final List<DType> ALL =
      Arrays.stream(DType.values()).filter(DType::isNumeric).toList();
  private static final List<DType> NUMBERS =
      ALL.stream().filter(Predicate.not(DType.BOOL::equals)).toList();
  private static final List<DType> FLOATS = ALL.stream().filter(ElementType::isShortFloat).toList();

  private static List<String> names(String pattern, List<?> parts) {
    return parts.stream()
        .map(part ->
            pattern.formatted(part instanceof DType dtype ? ElementType.suffix(dtype) : part))
        .toList();
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static void check(String theme, List<String>... names) throws Exception {
    if (CudaEmulator.obstacle() != null) {
      System.out.println("Skipped: " + CudaEmulator.obstacle());
    }
    assumeThat(CudaEmulator.obstacle()).isNull();
    assertThat(KernelText.kernels(theme))
        .as(theme + ".cu")
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(names).flatMap(List::stream).toList());
  }

  @Test
  void elementWiseKernelsHaveTheNamesThatAreAskedFor() throws Exception {
    check("unary", names("unary_%s", ALL), names("unary_%s_x4", FLOATS));
    check(
        "binary",
        names("binary_%s", NUMBERS),
        names("binary_%s_x4", FLOATS),
        names("test_%s", ALL));
    List<String> casts = new ArrayList<>(List.of("cast_any"));
    for (DType from : FLOATS) {
      for (DType to : FLOATS) {
        if (from != to) {
          casts.add("cast_%s_%s".formatted(from, to));
        }
      }
    }
    check("cast", casts);
    check("fill", names("fill_%s", List.of(8, 16, 32, 64)));
  }

  @Test
  void movingKernelsHaveTheNamesThatAreAskedFor() throws Exception {
    List<Integer> units = List.of(8, 16, 32, 64, 128);
    check("movement", names("move_%s", units), names("transpose_%s", List.of(8, 16, 32, 64)));
    check("gather", names("gather_%s_int32", units), names("gather_%s_int64", units));
    check(
        "resize",
        names("map_%s", units),
        names("linear_2_%s", FLOATS),
        names("linear_2_%s_x4", FLOATS),
        names("linear_4_%s", FLOATS));
  }

  @Test
  void combiningKernelsHaveTheNamesThatAreAskedFor() throws Exception {
    check("reduce", names("reduce_%s", NUMBERS), names("reduce_chunks_%s", NUMBERS));
    check(
        "softmax",
        names("softmax_warps_%s", FLOATS),
        names("softmax_blocks_%s", FLOATS),
        names("softmax_columns_%s", FLOATS));
    check(
        "norm",
        names("batch_norm_factors_%s", FLOATS),
        names("batch_norm_%s", FLOATS),
        names("batch_norm_%s_x4", FLOATS),
        names("local_response_%s", FLOATS));
  }

  @Test
  void functionsHaveTheNumbersOfTheirPlacesInTheEnumerations() {
    assertThat(KernelText.constants("functions", "UNARY_"))
        .isEqualTo(Arrays.stream(UnaryFunction.values()).map(Enum::name).toList());
    assertThat(KernelText.constants("functions", "BINARY_"))
        .isEqualTo(Arrays.stream(BinaryFunction.values()).map(Enum::name).toList());
    assertThat(KernelText.constants("reduce", "REDUCE_"))
        .isEqualTo(Arrays.stream(Reduce.Function.values()).map(Enum::name).toList());
  }

  @Test
  void elementTypesHaveTheNumbersOfTheirPlacesInTheFile() {
    List<String> types = KernelText.constants("cast", "TYPE_");
    assertThat(types).hasSameSizeAs(ALL);
    for (DType dtype : ALL) {
      assertThat(types.indexOf(dtype.name())).as(dtype.name()).isEqualTo(ElementType.code(dtype));
    }
  }
}
