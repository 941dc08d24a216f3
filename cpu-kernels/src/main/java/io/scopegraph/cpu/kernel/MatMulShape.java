package io.scopegraph.cpu.kernel;

/// The extents of a matrix product `C = A B`. `A` is `m` x `k` and `C` is `m` x `n`, both dense and
/// row by row.
///
/// @param m rows of `A` and `C`
/// @param k columns of `A`, rows of `B`
/// @param n columns of `B` and `C`
/// @param transposedB whether `B` is stored as its transpose, `n` rows of `k`
public record MatMulShape(int m, int k, int n, boolean transposedB) {
  /// @throws IllegalArgumentException if an extent is not positive or a matrix has more than 2^31 -
  ///   1 elements
  public MatMulShape {
    ConvShape.matrix(m, k, n);
  }

  /// Elements of `A`.
  public int sizeA() {
    return m * k;
  }

  /// Elements of `B`.
  public int sizeB() {
    return k * n;
  }

  /// Elements of `C`.
  public int sizeC() {
    return m * n;
  }
}
