package io.scopegraph.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphVerifier;
import io.scopegraph.graph.Node;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvChain;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.ElementWise;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Gemm;
import io.scopegraph.op.LocalResponseNorm;
import io.scopegraph.op.Op;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Resize;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The functions that add ops, and the names that they give without being told.
class OpFunctionsTest {
  private static final Shape IMAGE = Shape.of(1, 8, 8, 4);

  private final GraphBuilder g = new GraphBuilder();
  private final Output image = g.placeholder("image", DType.FLOAT32, IMAGE);
  private final Output row = g.placeholder("row", DType.FLOAT32, Shape.of(4));

  private static void gives(Output output, String name, long... dims) {
    assertThat(output.name()).isEqualTo(name + ":0");
    assertThat(output.shape()).isEqualTo(Shape.of(dims));
  }

  private void windows() {
    var filter = g.getVariable("filter", Shape.of(3, 3, 4, 2));
    var depthwise = g.getVariable("depthwise_filter", Shape.of(3, 3, 1, 4));
    var up = g.getVariable("up", Shape.of(2, 2, 3, 4));
    gives(Nn.conv2d(image, filter, 2, Padding.SAME), "Conv2D", 1, 4, 4, 2);
    gives(Nn.conv2d(image, filter, 1, Padding.VALID, "named"), "named", 1, 6, 6, 2);
    Conv2D plain = Conv2D.of(Size2.of(2), Padding.SAME, DataFormat.NHWC);
    Conv2D separate =
        new Conv2D(Size2.ONE, Size2.ONE, Padding.SAME, 4, DataFormat.NHWC, Epilogue.NONE);
    ConvChain chain = new ConvChain(ImmutableList.of(separate, plain));
    gives(Nn.convChain(image, depthwise, chain, null, filter), "ConvChain", 1, 4, 4, 2);
    gives(Nn.depthwiseConv2d(image, depthwise, 1, Padding.SAME), "depthwise", 1, 8, 8, 4);
    gives(Nn.conv2dTranspose(image, up, 2, Padding.VALID), "conv2d_transpose", 1, 16, 16, 3);
    gives(Nn.biasAdd(image, row), "BiasAdd", 1, 8, 8, 4);
    gives(Nn.batchNorm(image, row, row, row, row, 1e-3), "batchnorm", 1, 8, 8, 4);
    gives(Nn.maxPool(image, 2, 2, Padding.VALID), "MaxPool", 1, 4, 4, 4);
    gives(Nn.avgPool(image, 3, 2, Padding.SAME), "AvgPool", 1, 4, 4, 4);
    gives(Nn.globalAveragePool(image, DataFormat.NHWC, null), "global_average_pool", 1, 1, 1, 4);
    var lrn = new LocalResponseNorm(1, 1, 1, 0.5, 1, DataFormat.NHWC);
    gives(Nn.localResponseNorm(image, lrn, null), "LRN", 1, 8, 8, 4);
  }

  private void activations() {
    gives(Nn.softmax(row), "Softmax", 4);
    gives(Nn.logSoftmax(row), "LogSoftmax", 4);
    gives(Nn.relu(row), "Relu", 4);
    gives(Nn.relu6(row), "Relu6", 4);
    gives(Nn.leakyRelu(row, 0.1), "LeakyRelu", 4);
    gives(Nn.prelu(image, row), "PRelu", 1, 8, 8, 4);
    gives(Nn.elu(row), "Elu", 4);
    gives(Nn.swish(row), "Swish", 4);
    gives(Nn.dropout(row), "dropout", 4);
  }

  private void arithmetic() {
    var matrix = g.placeholder("matrix", DType.FLOAT32, Shape.of(3, 4));
    gives(MathOps.add(image, row), "Add", 1, 8, 8, 4);
    gives(MathOps.subtract(row, row), "Sub", 4);
    gives(MathOps.mul(row, row), "Mul", 4);
    gives(MathOps.div(row, row), "Div", 4);
    gives(row.plus(row), "add_1", 4);
    gives(row.minus(row), "sub_1", 4);
    gives(row.times(2), "mul_1", 4);
    gives(row.dividedBy(row), "truediv", 4);
    gives(MathOps.squaredDifference(row, row), "SquaredDifference", 4);
    gives(MathOps.sqrt(row), "Sqrt", 4);
    gives(MathOps.clipByValue(row, 0, 1), "clip_by_value", 4);
    gives(MathOps.cast(row, DType.INT32), "Cast", 4);
    ElementWise root =
        new ElementWise(
            2,
            ImmutableList.of(
                new ElementWise.Two(BinaryFunction.ADD, 0, 1),
                new ElementWise.One(Unary.of(UnaryFunction.SQRT), 2)));
    gives(MathOps.elementWise(root, null, image, row), "ElementWise", 1, 8, 8, 4);
    gives(MathOps.matMul(matrix, matrix, false, true, null), "MatMul", 3, 3);
    gives(
        MathOps.gemm(matrix, matrix, g.constant(1), new Gemm(1, 1, true, false), null),
        "Gemm",
        4,
        4);
    gives(MathOps.reduceMean(image, 1, 2), "Mean", 1, 4);
    gives(MathOps.reduceSum(image), "Sum");
    gives(MathOps.reduceMax(image, -1), "Max", 1, 8, 8);
  }

  private void arrangements() {
    gives(ArrayOps.reshape(image, 8, -1), "Reshape", 8, 32);
    gives(ArrayOps.concat(List.of(row, row), 0), "concat", 8);
    gives(ArrayOps.depthToSpace(image, 2), "DepthToSpace", 1, 16, 16, 1);
    gives(ArrayOps.split(row, List.of(1L, 3L), 0).getFirst(), "split", 1);
    gives(
        ArrayOps.slice(image, new long[] {0, 1, 1, 0}, new long[] {1, 2, -1, 4}),
        "Slice",
        1,
        2,
        7,
        4);
    gives(
        ArrayOps.stridedSlice(
            row, new long[] {3}, new long[] {-9}, new long[] {0}, new long[] {-1}, "reverse"),
        "reverse",
        4);
    gives(ArrayOps.transpose(image, 0, 3, 1, 2), "transpose", 1, 4, 8, 8);
    gives(ArrayOps.squeeze(image, 0), "Squeeze", 8, 8, 4);
    gives(ArrayOps.expandDims(row, 0, -1), "ExpandDims", 1, 4, 1);
    gives(ArrayOps.flatten(image, 1), "Flatten", 1, 256);
    gives(ArrayOps.gather(row, g.constant(Tensor.vector(3, 0)), 0), "Gather", 2);
    gives(ArrayOps.shape(image), "Shape", 4);
    gives(ArrayOps.shape(image, new ShapeOp(1, 3), "size"), "size", 2);
    gives(ArrayOps.fill(g.constant(Tensor.vector(2, 2)), Tensor.scalar(7), null), "Fill", 2, 2);
    gives(ArrayOps.broadcastTo(row, Shape.of(3, 4)), "BroadcastTo", 3, 4);
    gives(ArrayOps.pad(row, new long[] {1}, new long[] {2}), "Pad", 7);
    var resize =
        new Resize(
            Resize.Interpolation.LINEAR,
            Resize.Target.SIZES,
            Resize.Coordinates.HALF_PIXEL,
            Resize.Rounding.FLOOR,
            0);
    gives(
        ArrayOps.resize(image, resize, null, g.constant(Tensor.vector(1, 4, 6, 4))),
        "Resize",
        1,
        4,
        6,
        4);
    assertThat(g.operationNames())
        .containsSubsequence("Reshape/shape", "Reshape", "Slice/begin", "Slice/end", "Slice");
  }

  @Test
  void convolutionsAndPooling() {
    windows();
  }

  @Test
  void depthToSpaceNeedsABlockThatCutsTheChannels() {
    Output images = g.placeholder("images", DType.FLOAT32, Shape.of(-1, -1, -1, 12));
    assertThat(ArrayOps.depthToSpace(images, 2).shape().rank()).isEqualTo(4);
    assertThatThrownBy(() -> ArrayOps.depthToSpace(images, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "DepthToSpace: block 3 does not cut the channels of images:0 float32(?, ?, ?, 12)");
  }

  @Test
  void activationFunctions() {
    activations();
  }

  @Test
  void arithmeticAndReductions() {
    arithmetic();
  }

  @Test
  void arrangementsOfElements() {
    arrangements();
  }

  @Test
  void everyElementWiseFunctionIsWithinReach() {
    var bool = MathOps.less(row, row);
    for (UnaryFunction function : UnaryFunction.values()) {
      Output x = function == UnaryFunction.NOT ? bool : row;
      assertThat(MathOps.unary(function, x, "u").spec()).isEqualTo(x.spec());
    }
    for (BinaryFunction function : BinaryFunction.values()) {
      Output x = function.kind() == BinaryFunction.Kind.LOGICAL ? bool : row;
      assertThat(MathOps.binary(function, x, x, "b").shape()).isEqualTo(x.shape());
    }
  }

  @Test
  void everyOpIsWithinReach() {
    windows();
    activations();
    Graph graph = g.build();
    GraphVerifier.verify(graph);
    OpFunctionsTest others = new OpFunctionsTest();
    others.arithmetic();
    others.arrangements();
    Graph other = others.g.build();
    GraphVerifier.verify(other);

    List<Class<? extends Op>> reached =
        Stream.of(graph, other)
            .flatMap(each -> each.nodes().stream())
            .map(Node::op)
            .<Class<? extends Op>>map(Op::getClass)
            .distinct()
            .toList();
    assertThat(ImmutableList.<Class<?>>copyOf(reached))
        .containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }
}
