package io.scopegraph.examples.ocr;

/// What can be chosen about reading a page.
///
/// @param longestSide pages whose longer side has more pixels are reduced to it for detection;
///   recognition always sees the original pixels
/// @param unclipRatio how far boxes grow beyond the core that the network marks; 1.4 to 2.0 are
///   useful
/// @param thickenMask joins marks that touch almost, before boxes are made
/// @param checkDirection asks the third network whether lines stand on their head
/// @param minConfidence lines read with a lower mean probability are dropped
public record OcrOptions(
    int longestSide,
    double unclipRatio,
    boolean thickenMask,
    boolean checkDirection,
    double minConfidence) {

  public OcrOptions {
    if (longestSide < 32 || longestSide > 8192) {
      throw new IllegalArgumentException(
          "The longest side must be from 32 to 8192 pixels, found " + longestSide);
    }
    if (!(unclipRatio >= 0 && unclipRatio <= 10)) {
      throw new IllegalArgumentException(
          "The unclip ratio must be from 0 to 10, found " + unclipRatio);
    }
    if (!(minConfidence >= 0 && minConfidence <= 1)) {
      throw new IllegalArgumentException(
          "The least confidence must be from 0 to 1, found " + minConfidence);
    }
  }

  /// 960 pixels, ratio 1.6, with direction check, confidence 0.5.
  public static OcrOptions defaults() {
    return new OcrOptions(960, 1.6, false, true, 0.5);
  }

  public OcrOptions withLongestSide(int pixels) {
    return new OcrOptions(pixels, unclipRatio, thickenMask, checkDirection, minConfidence);
  }

  public OcrOptions withUnclipRatio(double ratio) {
    return new OcrOptions(longestSide, ratio, thickenMask, checkDirection, minConfidence);
  }

  public OcrOptions withThickenMask(boolean thicken) {
    return new OcrOptions(longestSide, unclipRatio, thicken, checkDirection, minConfidence);
  }

  public OcrOptions withCheckDirection(boolean check) {
    return new OcrOptions(longestSide, unclipRatio, thickenMask, check, minConfidence);
  }

  public OcrOptions withMinConfidence(double confidence) {
    return new OcrOptions(longestSide, unclipRatio, thickenMask, checkDirection, confidence);
  }
}
