package io.scopegraph.cpu.kernel;

import org.jspecify.annotations.Nullable;

/// Convolution and its transpose by their definitions, in double precision.
final class ConvReference {
  final double[] values;

  /// For each value, the sum of the magnitudes of all that was added up.
  final double[] magnitudes;

  private final ConvShape shape;

  private ConvReference(ConvShape shape) {
    this.shape = shape;
    this.values = new double[shape.outputSize()];
    this.magnitudes = new double[shape.outputSize()];
  }

  /// The result before any activation.
  static ConvReference of(
      ConvShape shape,
      boolean transposed,
      float[] in,
      float[] filter,
      float @Nullable [] bias,
      float @Nullable [] residual) {
    ConvReference reference = new ConvReference(shape);
    for (int image = 0; image < shape.batch(); image++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          for (int ky = 0; ky < shape.kernelHeight(); ky++) {
            for (int kx = 0; kx < shape.kernelWidth(); kx++) {
              reference.spread(transposed, in, filter, image, y, x, ky, kx);
            }
          }
        }
      }
    }
    for (int i = 0; i < shape.outputSize(); i++) {
      if (bias != null) {
        reference.add(i, bias[i % shape.outChannels()]);
      }
      if (residual != null) {
        reference.add(i, residual[i]);
      }
    }
    return reference;
  }

  /// Adds what one input pixel contributes through one tap.
  private void spread(
      boolean transposed, float[] in, float[] filter, int image, int y, int x, int ky, int kx) {
    int down = shape.strideHeight();
    int right = shape.strideWidth();
    int oy = y + shape.padTop() - ky * shape.dilationHeight();
    int ox = x + shape.padLeft() - kx * shape.dilationWidth();
    if (transposed) {
      oy = y * down - shape.padTop() + ky * shape.dilationHeight();
      ox = x * right - shape.padLeft() + kx * shape.dilationWidth();
    } else if (oy % down != 0 || ox % right != 0) {
      return;
    } else {
      oy /= down;
      ox /= right;
    }
    if (oy < 0 || oy >= shape.outHeight() || ox < 0 || ox >= shape.outWidth()) {
      return;
    }
    int i = ((image * shape.height() + y) * shape.width() + x) * shape.channels();
    int o = ((image * shape.outHeight() + oy) * shape.outWidth() + ox) * shape.outChannels();
    int groupIn = shape.groupChannels();
    for (int c = 0; c < groupIn; c++) {
      int f = ((ky * shape.kernelWidth() + kx) * groupIn + c) * shape.outChannels();
      for (int oc = 0; oc < shape.outChannels(); oc++) {
        int group = oc / shape.groupOutChannels();
        add(o + oc, (double) in[i + group * groupIn + c] * filter[f + oc]);
      }
    }
  }

  private void add(int at, double value) {
    values[at] += value;
    magnitudes[at] += Math.abs(value);
  }

  /// An activation in double precision.
  static double activate(double x, Activation activation) {
    double a = activation.a();
    double b = activation.b();
    return switch (activation.kind()) {
      case NONE -> x;
      case RELU -> Math.max(x, 0);
      case CLIP -> Math.min(Math.max(x, a), b);
      case LEAKY_RELU -> x < 0 ? a * x : x;
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case HARD_SIGMOID -> Math.min(Math.max(a * x + b, 0), 1);
      case HARD_SWISH -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
      case SWISH -> x / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case ELU -> x < 0 ? a * Math.expm1(x) : x;
    };
  }
}
