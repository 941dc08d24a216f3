package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.KernelSource;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Unary;
import io.scopegraph.tensor.DType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes the kernels of one element-wise program for one element type: one that takes an element
/// at a time and, where there are packs, one that takes a pack. All values between inputs and
/// result are variables of a thread.
final class ElementWiseSource {
  /// The kernel for single elements; that for packs has [#PACKED] behind it.
  static final String KERNEL = "element_wise";

  static final String PACKED = "_x" + ElementType.PACK;

  private static final String TEXT =
      """
      // Uses: functions, nest.
      // {program} of {type}. Operand 0 is the output, which advances by whole packs; an input does too, or stays at one
      // element within a pack.

      typedef {type} T;
      typedef Number<T>::Wide W;

      template <int N> __device__ inline void read(const T *x, int stays, W (&v)[N]) {
        if (stays) {
          W one = Number<T>::widen(*x);
      #pragma unroll
          for (int k = 0; k < N; k++) v[k] = one;
          return;
        }
        Pack<T, N> pack = *reinterpret_cast<const Pack<T, N> *>(x);
      #pragma unroll
        for (int k = 0; k < N; k++) v[k] = Number<T>::widen(pack.at[k]);
      }

      template <int N> __device__ void compute(int64 packs, const Nest<{operands}> &nest, int stays, {parameters}, T *y) {
        FOR_EACH(i, packs) {
          int64 at[{operands}];
          locate(nest, i, at);
      {reads}    Pack<T, N> pack;
      #pragma unroll
          for (int k = 0; k < N; k++) {
      {steps}      pack.at[k] = Number<T>::narrow({result});
          }
          *reinterpret_cast<Pack<T, N> *>(y + at[0]) = pack;
        }
      }

      """;

  private static final String ENTRY =
      """
      KERNEL {kernel}(int64 packs, Nest<{operands}> nest, int stays, {parameters}, T *y) {
        compute<{width}>(packs, nest, stays, {arguments}, y);
      }
      """;

  private final ElementWise op;
  private final DType dtype;

  private ElementWiseSource(ElementWise op, DType dtype) {
    this.op = op;
    this.dtype = dtype;
  }

  static KernelSource of(ElementWise op, DType dtype) {
    ElementWiseSource source = new ElementWiseSource(op, dtype);
    String text = source.text() + source.entry(KERNEL, 1);
    return KernelSource.generated(
        KERNEL,
        ElementType.isShortFloat(dtype)
            ? text + source.entry(KERNEL + PACKED, ElementType.PACK)
            : text);
  }

  private String text() {
    return filled(TEXT)
        .replace("{program}", op.toString())
        .replace("{type}", ElementType.suffix(dtype))
        .replace("{reads}", reads())
        .replace("{steps}", steps())
        .replace("{result}", value(op.result(op.steps().size() - 1)));
  }

  private String entry(String kernel, int width) {
    return filled(ENTRY)
        .replace("{kernel}", kernel)
        .replace("{width}", Integer.toString(width))
        .replace("{arguments}", inputs("x%d"));
  }

  private String filled(String template) {
    return template
        .replace("{operands}", Integer.toString(op.inputs() + 1))
        .replace("{parameters}", inputs("const T *x%d"));
  }

  private String inputs(String form) {
    return IntStream.range(0, op.inputs())
        .mapToObj(form::formatted)
        .collect(Collectors.joining(", "));
  }

  private String reads() {
    return IntStream.range(0, op.inputs())
        .mapToObj(input ->
            "    W v%1$d[N];\n    read<N>(x%1$d + at[%2$d], stays >> %1$d & 1, v%1$d);\n"
                .formatted(input, input + 1))
        .collect(Collectors.joining());
  }

  private String steps() {
    return IntStream.range(0, op.steps().size())
        .mapToObj(
            step -> "      W t%d = %s;\n".formatted(op.result(step), call(op.steps().get(step))))
        .collect(Collectors.joining());
  }

  private String call(ElementWise.Step step) {
    return switch (step) {
      case ElementWise.One(Unary unary, int x) ->
          "apply_unary<W>(UNARY_%s, %s, %s, %s)"
              .formatted(unary.function().name(), literal(unary.a()), literal(unary.b()), value(x));
      case ElementWise.Two(BinaryFunction function, int x, int y) ->
          "apply_binary<W>(BINARY_%s, %s, %s)".formatted(function.name(), value(x), value(y));
    };
  }

  /// The variable of an operand.
  private String value(int operand) {
    return operand < op.inputs() ? "v" + operand + "[k]" : "t" + operand;
  }

  private static String literal(double value) {
    if (Double.isFinite(value)) {
      return "W(" + Double.toHexString(value) + ")";
    }
    int bits = Float.floatToIntBits((float) value);
    return "W(__int_as_float(int(0x%08xu)))".formatted(bits);
  }
}
