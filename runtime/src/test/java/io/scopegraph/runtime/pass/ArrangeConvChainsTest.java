package io.scopegraph.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.spi.KernelOptions;
import io.scopegraph.runtime.spi.KernelRequest;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ArrangeConvChainsTest {
  private static final Conv2D POINTWISE =
      Conv2D.of(Size2.ONE, Padding.VALID, DataFormat.NHWC)
          .withEpilogue(new Epilogue(true, false, Unary.of(UnaryFunction.RELU)));

  private static final GraphPass ALWAYS = pass(_ -> true);
  private static final GraphPass NEVER = pass(_ -> false);

  private final Sketch sketch = new Sketch();
  private final Value x = sketch.input("x", 1, 6, 5, 4);

  private static GraphPass pass(Predicate<KernelRequest> preferred) {
    return new ArrangeConvChains(preferred, KernelOptions.DEFAULT);
  }

  private static Predicate<KernelRequest> stages(int count) {
    return request -> ((ConvChain) request.op()).stages().size() == count;
  }

  private Value pointwise(Value from, int in, int out) {
    return sketch.add(POINTWISE, from, sketch.random(1, 1, in, out), sketch.random(out));
  }

  private Value depthwise(Value from, int channels, int stride) {
    Conv2D op =
        new Conv2D(
            Size2.of(stride), Size2.ONE, Padding.SAME, channels, DataFormat.NHWC, Epilogue.NONE);
    return sketch.add(op, from, sketch.random(3, 3, 1, channels));
  }

  private Value project(Value from, int in, int out) {
    Conv2D op = Conv2D.of(Size2.ONE, Padding.VALID, DataFormat.NHWC);
    return sketch.add(op, from, sketch.random(1, 1, in, out));
  }

  @Test
  void makesOneNodeOfAnInvertedResidualBlock() {
    Value wide = depthwise(pointwise(x, 4, 12), 12, 1);
    Conv2D last =
        Conv2D.of(Size2.ONE, Padding.VALID, DataFormat.NHWC)
            .withEpilogue(Epilogue.NONE.withResidual());
    Value y = sketch.add(last, wide, sketch.random(1, 1, 12, 4), x);
    Graph after = Rewrites.apply(ALWAYS, sketch.graph(y));
    assertThat(Rewrites.types(after)).containsExactly("ConvChain");
    assertThat(Rewrites.only(after, ConvChain.class).stages()).hasSize(3).last().isEqualTo(last);
  }

  @Test
  void takesThePartThatIsPreferred() {
    Graph block = sketch.graph(project(depthwise(pointwise(x, 4, 12), 12, 2), 12, 6));
    assertThat(Rewrites.types(Rewrites.apply(pass(stages(3)), block))).containsExactly("ConvChain");
    assertThat(Rewrites.types(Rewrites.apply(pass(stages(2)), block)))
        .containsExactly("Conv2D", "ConvChain");
    assertThat(Rewrites.types(Rewrites.apply(NEVER, block)))
        .containsExactly("Conv2D", "Conv2D", "Conv2D");
  }

  @Test
  void makesAChainOfThoseBeforeAlone() {
    Graph after = Rewrites.apply(ALWAYS, sketch.graph(depthwise(pointwise(x, 4, 12), 12, 1)));
    assertThat(Rewrites.types(after)).containsExactly("ConvChain");
  }

  @Test
  void givesAConvolutionToOneChainOnly() {
    Value first = depthwise(pointwise(x, 4, 8), 8, 1);
    Value between = pointwise(first, 8, 12);
    Value y = project(depthwise(between, 12, 1), 12, 3);
    Graph after = Rewrites.apply(ALWAYS, sketch.graph(y));
    assertThat(Rewrites.types(after)).containsExactly("ConvChain", "ConvChain");
  }

  @Test
  void leavesValuesThatOthersReadAndOutputs() {
    Value wide = pointwise(x, 4, 12);
    Value filtered = depthwise(wide, 12, 1);
    sketch.output("wide", wide);
    sketch.output("root", sketch.add(Unary.of(UnaryFunction.ABS), filtered));
    Graph after = Rewrites.apply(ALWAYS, sketch.graph(project(filtered, 12, 4)));
    assertThat(Rewrites.types(after)).containsExactly("Conv2D", "Conv2D", "Abs", "Conv2D");
  }

  @Test
  void leavesAResidualWithinAndOtherConvolutions() {
    Conv2D adds = POINTWISE.withEpilogue(Epilogue.NONE.withResidual());
    Value sum = sketch.add(adds, x, sketch.random(1, 1, 4, 4), x);
    Value y =
        sketch.add(
            Conv2D.of(Size2.of(2), Padding.VALID, DataFormat.NHWC),
            depthwise(sum, 4, 1),
            sketch.random(1, 1, 4, 7));
    assertThat(Rewrites.types(Rewrites.apply(ALWAYS, sketch.graph(y))))
        .containsExactly("Conv2D", "Conv2D", "Conv2D");
  }

  @Test
  void takesApartWhatIsNotPreferred() {
    Conv2D middle =
        new Conv2D(Size2.ONE, Size2.ONE, Padding.SAME, 4, DataFormat.NHWC, Epilogue.NONE);
    ConvChain chain = new ConvChain(ImmutableList.of(middle, POINTWISE));
    Value y =
        sketch.add(
            "block",
            chain,
            x,
            sketch.random(3, 3, 1, 4),
            sketch.random(1, 1, 4, 6),
            sketch.random(6));
    Graph graph = sketch.graph(y);
    assertThat(Rewrites.types(Rewrites.apply(ALWAYS, graph))).containsExactly("ConvChain");
    Graph apart = Rewrites.apply(NEVER, graph);
    assertThat(Rewrites.types(apart)).containsExactly("Conv2D", "Conv2D");
    assertThat(apart.find("block")).isNotNull();
    assertThat(apart.find("block/stage0")).isNotNull();
  }
}
