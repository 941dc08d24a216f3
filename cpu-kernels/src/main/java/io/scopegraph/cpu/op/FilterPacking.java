package io.scopegraph.cpu.op;

import io.scopegraph.cpu.kernel.ConvShape;
import io.scopegraph.cpu.kernel.Convolution;
import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;

/// How the filter of a convolution gets into the form that its kernel reads.
///
/// @param shape the convolution
/// @param transposed whether it is a transposed one, whose filter has the axes height, width,
///   output channel in its group, input channel
record FilterPacking(ConvShape shape, boolean transposed) {
  String algorithm(Convolution kernel) {
    return "%s %s %dx%d/%dx%d"
        .formatted(
            kernel.name(),
            transposed ? "transposed conv" : "conv",
            shape.kernelHeight(),
            shape.kernelWidth(),
            shape.strideHeight(),
            shape.strideWidth());
  }

  PackedWeight weight(Convolution kernel, int input) {
    String form =
        "%s panels, %d groups, %s"
            .formatted(transposed ? "transposed conv" : "conv", shape.groups(), kernel.name());
    return new PackedFloats(
        input,
        form,
        4L * kernel.packedSize(),
        (plain, packed) -> {
          FloatRange work = FloatRange.ofFloats(reorderedSize());
          pack(kernel, plain, packed, work);
        });
  }

  /// Floats of workspace behind the packed filter.
  int reorderedSize() {
    return transposed ? shape.filterSize() : 0;
  }

  /// Packs into the beginning of a workspace in each run.
  BoundKernel bind(Convolution kernel, FloatRange filter, FloatRange workspace) {
    FloatRange work = workspace.part(4L * kernel.packedSize(), 4L * reorderedSize());
    return () -> pack(kernel, filter, workspace, work);
  }

  private void pack(Convolution kernel, FloatRange filter, FloatRange packed, FloatRange work) {
    if (!transposed) {
      kernel.pack(filter.array(), filter.at(), packed.array(), packed.at());
      return;
    }
    int ins = shape.groupChannels();
    int outs = shape.groupOutChannels();
    int taps = shape.kernelHeight() * shape.kernelWidth();
    for (int tap = 0; tap < taps; tap++) {
      for (int in = 0; in < shape.channels(); in++) {
        int group = in / ins;
        for (int out = 0; out < outs; out++) {
          int from = (tap * outs + out) * shape.channels() + in;
          int to = (tap * ins + in % ins) * shape.outChannels() + group * outs + out;
          work.array()[work.at() + to] = filter.array()[filter.at() + from];
        }
      }
    }
    kernel.pack(work.array(), work.at(), packed.array(), packed.at());
  }
}
