package io.scopegraph.conformance;

import java.util.List;

/// The whole suite.
final class AllCases {
  static final List<Cases> FAMILIES =
      List.of(
          new BatchNormCases(),
          new BiasAddCases(),
          new BinaryCases(),
          new CastCases(),
          new ConcatCases(),
          new ConvCases(),
          new ConvChainCases(),
          new ConvTransposeCases(),
          new ElementWiseCases(),
          new GatherCases(),
          new LeafCases(),
          new LocalResponseNormCases(),
          new MatMulCases(),
          new PadCases(),
          new PoolCases(),
          new ReduceCases(),
          new ReshapeCases(),
          new ResizeCases(),
          new SliceCases(),
          new SoftmaxCases(),
          new TransposeCases(),
          new UnaryCases());

  private AllCases() {}

  static List<Case> list() {
    return FAMILIES.stream().flatMap(family -> family.cases().stream()).toList();
  }
}
