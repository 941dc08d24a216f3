package io.scopegraph.cuda.dnn;

import java.util.List;

/// An algorithm of cuDNN for a convolution.
///
/// @param algorithm a value of `cudnnConvolutionFwdAlgo`, or of `cudnnConvolutionBwdDataAlgo` for a
///   transposed one
/// @param mathType a value of `cudnnMathType`
/// @param workspace bytes
/// @param pitched whether the rows of images and results may lie apart
public record ConvolutionChoice(
    boolean transposed, int algorithm, int mathType, long workspace, boolean pitched) {
  /// The one algorithm that adds a bias without another function.
  static final int IMPLICIT_PRECOMPUTED = 1;

  private static final List<String> FORWARD =
      List.of(
          "implicit_gemm",
          "implicit_precomp_gemm",
          "gemm",
          "direct",
          "fft",
          "fft_tiling",
          "winograd",
          "winograd_nonfused");
  private static final List<String> BACKWARD =
      List.of("backward_0", "backward_1", "fft", "fft_tiling", "winograd", "winograd_nonfused");

  /// The algorithm's name, as cuDNN has it.
  public String name() {
    List<String> names = transposed ? BACKWARD : FORWARD;
    return algorithm < names.size() ? names.get(algorithm) : "algorithm " + algorithm;
  }

  /// Whether a bias alone can be added by it; one with RELU can be by all.
  public boolean addsBias() {
    return !transposed && algorithm == IMPLICIT_PRECOMPUTED;
  }
}
