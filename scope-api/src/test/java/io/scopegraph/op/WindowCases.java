package io.scopegraph.op;

import static io.scopegraph.op.OpCases.anything;
import static io.scopegraph.op.OpCases.example;
import static io.scopegraph.op.OpCases.in;
import static io.scopegraph.op.OpCases.refuses;
import static io.scopegraph.op.OpCases.spec;
import static io.scopegraph.op.OpCases.unknown;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.DType;
import java.util.List;

/// Convolutions, pooling and what goes with their channels.
final class WindowCases {
  private static final DataFormat NHWC = DataFormat.NHWC;
  private static final DataFormat NCHW = DataFormat.NCHW;
  private static final Size2 NONE = new Size2(0, 0);
  private static final Conv2D SAME_BY_2 = Conv2D.of(Size2.of(2), Padding.SAME, NHWC);
  private static final Conv2D VALID = Conv2D.of(Size2.ONE, Padding.VALID, NHWC);
  private static final ConvTranspose2D UP_BY_2 =
      ConvTranspose2D.of(Size2.of(2), Padding.VALID, NHWC);
  private static final Pool2D MAX_2 =
      Pool2D.of(Pool2D.Kind.MAX, Size2.of(2), Size2.of(2), Padding.VALID, NHWC);
  private static final LocalResponseNorm LRN = new LocalResponseNorm(0, 0, 1, 1, 0, NHWC);

  private static final ConvChain CHAIN =
      new ConvChain(
          ImmutableList.of(
              VALID,
              new Conv2D(Size2.of(2), Size2.ONE, Padding.SAME, 8, NHWC, Epilogue.NONE),
              VALID));

  private WindowCases() {}

  private static ConvChain chain(Conv2D... stages) {
    return new ConvChain(ImmutableList.copyOf(stages));
  }

  private static Conv2D grouped(int groups) {
    return new Conv2D(Size2.ONE, Size2.ONE, Padding.VALID, groups, NHWC, Epilogue.NONE);
  }

  private static Conv2D dilated(int dilation, Padding padding) {
    return new Conv2D(Size2.ONE, Size2.of(dilation), padding, 1, NHWC, Epilogue.NONE);
  }

  private static ConvTranspose2D transposed(
      int stride, int dilation, Padding padding, Size2 outputPadding, int groups) {
    return new ConvTranspose2D(
        Size2.of(stride), Size2.of(dilation), padding, outputPadding, groups, NHWC, Epilogue.NONE);
  }

  private static Pool2D pool(
      Size2 window, Size2 strides, int dilation, Padding padding, boolean ceilMode) {
    return new Pool2D(
        Pool2D.Kind.AVERAGE, window, strides, Size2.of(dilation), padding, ceilMode, false, NHWC);
  }

  static List<OpCases.Example> examples() {
    return List.of(
        example(SAME_BY_2, spec(1, 3, 3, 8), in(1, 5, 5, 3), in(3, 3, 3, 8)),
        example(VALID, spec(1, 3, 3, 8), in(1, 5, 5, 3), in(3, 3, 3, 8)),
        example(VALID.withFormat(NCHW), spec(1, 8, 3, 3), in(1, 3, 5, 5), in(3, 3, 3, 8)),
        example(VALID, spec(-1, -1, 3, 8), in(-1, -1, 5, -1), in(3, 3, 3, 8)),
        example(VALID, spec(-1, -1, -1, 8), unknown(), in(3, 3, 3, 8)),
        example(VALID, spec(1, -1, -1, -1), in(1, 5, 5, 3), unknown()),
        example(dilated(2, Padding.SAME), spec(1, 5, 5, 1), in(1, 5, 5, 1), in(3, 3, 1, 1)),
        example(
            dilated(2, Padding.explicit(1, 0, 2, 1)),
            spec(1, 4, 2, 1),
            in(1, 5, 5, 1),
            in(3, 3, 1, 1)),
        example(grouped(4), spec(1, 3, 3, 8), in(1, 5, 5, 4), in(3, 3, 1, 8)),
        example(
            VALID.withEpilogue(Epilogue.NONE.withBias().withResidual()),
            spec(1, 3, 3, 8),
            in(1, 5, 5, 3),
            in(3, 3, 3, 8),
            in(8),
            in(1, 3, 3, 8)),
        example(
            CHAIN,
            spec(1, 3, 3, 4),
            in(1, 5, 5, 3),
            in(1, 1, 3, 8),
            in(3, 3, 1, 8),
            in(1, 1, 8, 4)),
        example(CHAIN, spec(-1, -1, -1, 4), unknown(), in(1, 1, 3, 8), unknown(), in(1, 1, 8, 4)),
        example(UP_BY_2, spec(1, 4, 4, 3), in(1, 2, 2, 4), in(2, 2, 3, 4)),
        example(UP_BY_2.withFormat(NCHW), spec(1, 3, 4, 4), in(1, 4, 2, 2), in(2, 2, 3, 4)),
        example(
            transposed(2, 1, Padding.SAME, NONE, 1),
            spec(1, 6, 6, 3),
            in(1, 3, 3, 4),
            in(3, 3, 3, 4)),
        example(
            transposed(2, 2, Padding.explicit(1), Size2.ONE, 2),
            spec(1, 8, 8, 6),
            in(1, 3, 3, 4),
            in(3, 3, 3, 4)),
        example(UP_BY_2, spec(-1, -1, 4, -1), in(-1, -1, 2, 4), in(2, 2, -1, 4)),
        example(MAX_2, spec(1, 2, 2, 2), in(1, 4, 4, 2)),
        example(MAX_2, spec(1, 2, 2, 2), in(1, 5, 5, 2)),
        example(MAX_2.withFormat(NCHW), spec(1, 2, 2, 2), in(1, 2, 4, 4)),
        example(MAX_2, spec(-1, -1, -1, -1), unknown()),
        example(
            pool(Size2.of(2), Size2.of(2), 1, Padding.VALID, true),
            spec(1, 3, 2, 2),
            in(1, 5, 4, 2)),
        example(
            pool(Size2.of(2), Size2.of(2), 1, Padding.explicit(1), true),
            spec(1, 3, 2, 2),
            in(1, 4, 3, 2)),
        example(
            pool(Size2.ONE, Size2.of(3), 1, Padding.VALID, true), spec(1, 2, 2, 2), in(1, 5, 6, 2)),
        example(LRN, spec(1, 2, 2, 3), in(1, 2, 2, 3)),
        example(LRN.withFormat(NCHW), anything(), unknown()),
        example(new BiasAdd(NHWC), spec(2, 3), in(2, 3), in(3)),
        example(new BiasAdd(NCHW), spec(2, 3, -1), in(2, -1, -1), in(3)),
        example(new BiasAdd(NCHW), anything(), unknown(), in(3)),
        example(new BatchNorm(0, NCHW), spec(2, 3, 5), in(2, 3, 5), in(3), in(3), in(3), in(3)),
        example(new BatchNorm(0, NHWC), anything(), unknown(), in(3), in(3), in(3), in(3)));
  }

  static List<OpCases.Broken> broken() {
    var x = in(1, 5, 5, 3);
    var filter = in(3, 3, 3, 8);
    var bias = VALID.withEpilogue(Epilogue.NONE.withBias());
    var residual = VALID.withEpilogue(Epilogue.NONE.withResidual());
    var norm = new BatchNorm(0, NHWC);
    return List.of(
        refuses(Conv2D.class, "C0", () -> VALID, in(1, 5, 5, 3), in(1L << 40, 3, 3, 8)),
        refuses(Conv2D.class, "C1", () -> VALID, x),
        refuses(Conv2D.class, "C1", () -> VALID, x, filter, in(8)),
        refuses(Conv2D.class, "C1", () -> VALID, x, in(DType.FLOAT16, 3, 3, 3, 8)),
        refuses(
            Conv2D.class,
            "C1",
            () -> VALID,
            in(DType.INT32, 1, 5, 5, 3),
            in(DType.INT32, 3, 3, 3, 8)),
        refuses(Conv2D.class, "C2", () -> VALID, in(5, 5, 3), filter),
        refuses(Conv2D.class, "C2", () -> VALID, x, in(3, 3, 3)),
        refuses(Conv2D.class, "C3", () -> Conv2D.of(new Size2(0, 1), Padding.SAME, NHWC)),
        refuses(Conv2D.class, "C3", () -> dilated(0, Padding.SAME)),
        refuses(Conv2D.class, "C3", () -> grouped(0)),
        refuses(Conv2D.class, "C4", () -> VALID, in(1, 5, 5, 6), filter),
        refuses(Conv2D.class, "C4", () -> grouped(3), in(1, 5, 5, 3), in(3, 3, 3, 9)),
        refuses(Conv2D.class, "C5", () -> grouped(3), in(1, 5, 5, 9), filter),
        refuses(Conv2D.class, "C6", () -> VALID, in(1, 2, 5, 3), filter),
        refuses(Conv2D.class, "C6", () -> dilated(3, Padding.VALID), x, filter),
        refuses(Conv2D.class, "C6", () -> dilated(Integer.MAX_VALUE, Padding.SAME), x, filter),
        refuses(Conv2D.class, "C7", () -> bias, x, filter, in(3)),
        refuses(Conv2D.class, "C7", () -> bias, x, filter, in(1, 8)),
        refuses(Conv2D.class, "C7", () -> residual, x, filter, in(1, 3, 3, 1)),
        refuses(ConvChain.class, "C1", () -> chain(VALID), x, filter),
        refuses(
            ConvChain.class, "C1", () -> chain(VALID, VALID.withFormat(NCHW)), x, filter, filter),
        refuses(
            ConvChain.class, "C2", () -> chain(residual, VALID), x, filter, in(1, 3, 3, 8), filter),
        refuses(ConvChain.class, "C3", () -> chain(VALID, VALID), x, filter),
        refuses(ConvTranspose2D.class, "C1", () -> UP_BY_2, in(1, 2, 2, 4)),
        refuses(
            ConvTranspose2D.class,
            "C1",
            () -> UP_BY_2,
            in(1, 2, 2, 4),
            in(DType.FLOAT64, 2, 2, 3, 4)),
        refuses(ConvTranspose2D.class, "C2", () -> UP_BY_2, in(2, 2, 4), in(2, 2, 3, 4)),
        refuses(ConvTranspose2D.class, "C3", () -> transposed(0, 1, Padding.SAME, NONE, 1)),
        refuses(ConvTranspose2D.class, "C3", () -> transposed(1, 0, Padding.SAME, NONE, 1)),
        refuses(ConvTranspose2D.class, "C3", () -> transposed(1, 1, Padding.SAME, NONE, 0)),
        refuses(
            ConvTranspose2D.class, "C3", () -> transposed(1, 1, Padding.SAME, new Size2(-1, 0), 1)),
        refuses(ConvTranspose2D.class, "C4", () -> UP_BY_2, in(1, 2, 2, 5), in(2, 2, 3, 4)),
        refuses(
            ConvTranspose2D.class,
            "C5",
            () -> transposed(1, 1, Padding.VALID, NONE, 3),
            in(1, 2, 2, 4),
            in(2, 2, 3, 4)),
        refuses(
            ConvTranspose2D.class,
            "C6",
            () -> transposed(1, 1, Padding.explicit(2), NONE, 1),
            in(1, 2, 2, 4),
            in(2, 2, 3, 4)),
        refuses(
            ConvTranspose2D.class,
            "C7",
            () -> UP_BY_2.withEpilogue(Epilogue.NONE.withBias()),
            in(1, 2, 2, 4),
            in(2, 2, 3, 4),
            in(4)),
        refuses(
            ConvTranspose2D.class,
            "C0",
            () -> UP_BY_2,
            in(1, Long.MAX_VALUE, 2, 4),
            in(2, 2, 3, 4)),
        refuses(Pool2D.class, "C1", () -> MAX_2, x, x),
        refuses(Pool2D.class, "C1", () -> MAX_2, in(4, 4, 2)),
        refuses(Pool2D.class, "C1", () -> MAX_2, in(DType.INT8, 1, 4, 4, 2)),
        refuses(Pool2D.class, "C2", () -> pool(NONE, Size2.ONE, 1, Padding.VALID, false)),
        refuses(Pool2D.class, "C2", () -> pool(Size2.ONE, NONE, 1, Padding.VALID, false)),
        refuses(Pool2D.class, "C2", () -> pool(Size2.ONE, Size2.ONE, 0, Padding.VALID, false)),
        refuses(Pool2D.class, "C3", () -> MAX_2, in(1, 4, 1, 2)),
        refuses(
            Pool2D.class,
            "C3",
            () -> pool(Size2.of(3), Size2.ONE, 2, Padding.VALID, true),
            in(1, 4, 4, 2)),
        refuses(
            Pool2D.class, "C4", () -> pool(Size2.of(2), Size2.ONE, 1, Padding.explicit(2), false)),
        refuses(LocalResponseNorm.class, "C1", () -> LRN, in(2, 2, 3)),
        refuses(LocalResponseNorm.class, "C1", () -> LRN, in(DType.UINT8, 1, 2, 2, 3)),
        refuses(LocalResponseNorm.class, "C2", () -> new LocalResponseNorm(-1, 0, 1, 1, 0, NHWC)),
        refuses(BiasAdd.class, "C1", () -> new BiasAdd(NHWC), in(2, 3)),
        refuses(
            BiasAdd.class, "C1", () -> new BiasAdd(NHWC), in(DType.BOOL, 2, 3), in(DType.BOOL, 3)),
        refuses(BiasAdd.class, "C2", () -> new BiasAdd(NHWC), in(3), in(3)),
        refuses(BiasAdd.class, "C2", () -> new BiasAdd(NHWC), in(2, 3), in(1, 3)),
        refuses(BiasAdd.class, "C3", () -> new BiasAdd(NCHW), in(2, 4, 3), in(3)),
        refuses(BatchNorm.class, "C1", () -> norm, in(2, 3), in(3), in(3), in(3)),
        refuses(BatchNorm.class, "C2", () -> norm, in(3), in(3), in(3), in(3), in(3)),
        refuses(BatchNorm.class, "C2", () -> norm, in(2, 3), in(3), in(3), in(), in(3)),
        refuses(BatchNorm.class, "C3", () -> norm, in(2, 3), in(3), in(3), in(3), in(2)),
        refuses(BatchNorm.class, "C4", () -> new BatchNorm(Double.NaN, NHWC)));
  }
}
