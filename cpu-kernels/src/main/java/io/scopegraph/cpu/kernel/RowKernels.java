package io.scopegraph.cpu.kernel;

import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.UnaryFunction;

/// The innermost float32 loops over rows of neighbouring elements, for everything that is not a
/// convolution or a matrix product.
///
/// All loops give the same bits whatever the implementation and its vector width. A NaN stays a
/// NaN. Where the output is also an input, both must start at the same index.
///
/// Stateless; safe to use from any number of threads.
public interface RowKernels {
  /// How many partial sums [#sum] adds up.
  int PARTIAL_SUMS = 16;

  /// Replaces each of `n` values by a function of it. The exponential and the error function are
  /// within 3 units in the last place.
  ///
  /// @param a first parameter of the function
  /// @param b second parameter of the function
  void unary(UnaryFunction function, float a, float b, float[] values, int at, int n);

  /// `out[i] = function(x[i], y[i])`.
  ///
  /// @param function an arithmetic one
  /// @throws IllegalArgumentException for a comparison or a logical function
  void binary(
      BinaryFunction function,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] out,
      int outAt,
      int n);

  /// `out[i] = x[i] * scale + shift`, rounded once.
  void scaleShift(float[] x, int xAt, float scale, float shift, float[] out, int outAt, int n);

  /// `out[i] = x[i] * scale[i] + shift[i]`, rounded once.
  void scaleShift(
      float[] x,
      int xAt,
      float[] scale,
      int scaleAt,
      float[] shift,
      int shiftAt,
      float[] out,
      int outAt,
      int n);

  /// `out[i] += x[i] * factor`, rounded once.
  void addScaled(float[] x, int xAt, float factor, float[] out, int outAt, int n);

  /// The sum, always in one order: element `i` is added to partial sum `i` modulo [#PARTIAL_SUMS],
  /// and then the upper half of the partial sums onto the lower until one is left.
  float sum(float[] x, int at, int n);

  /// The largest value; NaN if there is one, negative infinity for `n` = 0.
  float maximum(float[] x, int at, int n);

  /// The smallest value; NaN if there is one, positive infinity for `n` = 0.
  float minimum(float[] x, int at, int n);
}
