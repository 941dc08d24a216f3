package io.scopegraph.benchmarks.suite;

import static io.scopegraph.benchmarks.network.ConvolutionLayer.square;

import com.google.common.collect.ImmutableList;
import io.scopegraph.benchmarks.network.ConvolutionLayer;
import io.scopegraph.benchmarks.network.Workloads;
import io.scopegraph.benchmarks.report.Section;

/// The convolutions of which ResNet-50, MobileNetV2, VGG-16 and the seed network consist, one by
/// one. An engine that brings the input into another layout first loses time here that it does not
/// lose in a network; the kernels' own times leave that out.
public final class SpecifiedLayers implements CaseGroup {
  /// All of them; `s2` is the stride, `@56` the side of the image.
  public static final ImmutableList<ConvolutionLayer> LAYERS =
      ImmutableList.of(
          square("r50 7x7s2 3-64 @224", 3, 224, 64, 7, 2, 1),
          square("r50 1x1 64-256 @56", 64, 56, 256, 1, 1, 1),
          square("r50 1x1 256-64 @56", 256, 56, 64, 1, 1, 1),
          square("r50 3x3 64 @56", 64, 56, 64, 3, 1, 1),
          square("r50 3x3 128 @28", 128, 28, 128, 3, 1, 1),
          square("r50 3x3 256 @14", 256, 14, 256, 3, 1, 1),
          square("r50 3x3 512 @7", 512, 7, 512, 3, 1, 1),
          square("r50 3x3s2 128 @56", 128, 56, 128, 3, 2, 1),
          square("r50 1x1 1024-256 @14", 1024, 14, 256, 1, 1, 1),
          square("r50 1x1 512-2048 @7", 512, 7, 2048, 1, 1, 1),
          square("mb dw3x3 32 @112", 32, 112, 32, 3, 1, 32),
          square("mb dw3x3 144 @56", 144, 56, 144, 3, 1, 144),
          square("mb dw3x3s2 96 @112", 96, 112, 96, 3, 2, 96),
          square("mb dw3x3 384 @14", 384, 14, 384, 3, 1, 384),
          square("mb pw 32-16 @112", 32, 112, 16, 1, 1, 1),
          square("mb pw 16-96 @112", 16, 112, 96, 1, 1, 1),
          square("mb pw 144-24 @56", 144, 56, 24, 1, 1, 1),
          square("mb pw 64-384 @14", 64, 14, 384, 1, 1, 1),
          square("mb pw 320-1280 @7", 320, 7, 1280, 1, 1, 1),
          square("vgg 3x3 64 @224", 64, 224, 64, 3, 1, 1),
          square("vgg 3x3 256 @56", 256, 56, 256, 3, 1, 1),
          square("vgg 3x3 512 @28", 512, 28, 512, 3, 1, 1),
          square("seed 3x3 3-64 @64", 3, 64, 64, 3, 1, 1),
          square("seed 3x3 64-128 @64", 64, 64, 128, 3, 1, 1),
          square("seed 3x3 128 @64", 128, 64, 128, 3, 1, 1));

  @Override
  public String name() {
    return "layers";
  }

  @Override
  public String description() {
    return LAYERS.size() + " convolutions of known networks, one image";
  }

  @Override
  public Section run(Settings settings) {
    SideBySide table = SideBySide.withKernels(this, settings);
    for (ConvolutionLayer layer : LAYERS) {
      if (settings.wants(layer.name())) {
        table.compareWithKernels(Workloads.built(layer.name(), layer.graph(1)));
      }
    }
    return table.finish();
  }
}
