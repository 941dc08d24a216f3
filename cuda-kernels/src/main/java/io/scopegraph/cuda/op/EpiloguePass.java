package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Unary;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;

/// What a library could not do at the end of a convolution or product, as a launch of its own:
/// bias, residual and function. Elements may lie in place.
///
/// @param dtype of the result
/// @param shape of the result
/// @param channels the elements of the bias
/// @param inner after how many elements the next one of the bias follows
record EpiloguePass(DType dtype, Shape shape, long channels, long inner) {
  private static final String THEME = "epilogue";

  /// For a result whose channels are the last axis.
  static EpiloguePass channelsLast(TensorSpec result) {
    return new EpiloguePass(result.dtype(), result.shape(), result.shape().dim(-1), 1);
  }

  /// For a result in a format.
  static EpiloguePass of(TensorSpec result, DataFormat format) {
    Shape shape = result.shape();
    return format == DataFormat.NHWC
        ? channelsLast(result)
        : new EpiloguePass(
            result.dtype(),
            shape,
            format.channels(shape),
            format.height(shape) * format.width(shape));
  }

  /// @param sums what the library left, maybe in the result's place
  /// @param wide whether those are of type float32 although the result is narrower
  /// @param bias [Span#NONE] for none
  /// @param residual [Span#NONE] for none
  Work bind(
      LaunchContext context,
      Span sums,
      boolean wide,
      Span bias,
      Span residual,
      Unary activation,
      Span y) {
    long count = shape.elementCount();
    long row = shape.dim(-1);
    int size = dtype.byteSize();
    Arguments arguments =
        new Arguments()
            .struct(
                count,
                row,
                pitch(sums, row, wide ? Float.BYTES : size),
                pitch(residual, row, size),
                pitch(y, row, size),
                channels,
                inner,
                FunctionNumber.of(activation.function()),
                Double.doubleToRawLongBits(activation.a()),
                Double.doubleToRawLongBits(activation.b()))
            .address(sums.address())
            .address(bias.address())
            .address(residual.address())
            .address(y.address());
    String kernel = "epilogue_" + (wide ? "sums_" : "") + ElementType.suffix(dtype);
    return context.strided(THEME, kernel, count, arguments);
  }

  /// Repeats a value over a matrix.
  ///
  /// @param c the value
  /// @param rowStep elements of it from one row to the next, 0 to repeat one
  /// @param columnStep the same along a row
  static Work broadcast(
      LaunchContext context,
      DType dtype,
      Span c,
      long rowStep,
      long columnStep,
      long rows,
      long columns,
      Span y) {
    return context.strided(
        THEME,
        "broadcast_" + 8 * dtype.byteSize(),
        rows * columns,
        new Arguments()
            .struct(rows, columns, pitch(y, columns, dtype.byteSize()), rowStep, columnStep)
            .address(c.address())
            .address(y.address()));
  }

  /// Elements from one row to the next.
  static long pitch(Span span, long row, int size) {
    return span.pitch() == 0 ? row : span.pitch() / size;
  }
}
