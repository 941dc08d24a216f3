package io.scopegraph.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.emulator.CudaEmulator;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What sessions call of cuDNN's graph API, on the emulated one.
class GraphConvolutionTest {
  private static final SessionOptions ON_CUDA = SessionOptions.builder().device("cuda").build();
  private static final Epilogue SWISH = new Epilogue(true, false, Unary.of(UnaryFunction.SWISH));

  private static CudaEmulator emulator;

  @BeforeAll
  static void install() {
    emulator = EmulatedCuda.install();
  }

  private static Tensor numbers(long... dims) {
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, (i * 7 % 11 - 5) / 3.0);
    }
    return tensor;
  }

  private static Graph convolution(int height, int stride, DataFormat format, Epilogue epilogue) {
    GraphAssembler g = new GraphAssembler();
    Value x = g.add("x", new Placeholder(images(height, format).spec()), List.of(), null);
    List<Value> inputs = new ArrayList<>(List.of(x));
    inputs.add(g.add("filter", new Constant(numbers(3, 3, 4, 4)), List.of(), null));
    if (epilogue.bias()) {
      inputs.add(g.add("bias", new Constant(numbers(4)), List.of(), null));
    }
    if (epilogue.residual()) {
      inputs.add(x);
    }
    Conv2D op = Conv2D.of(new Size2(stride, stride), Padding.SAME, format).withEpilogue(epilogue);
    g.output("y", g.add("conv", op, inputs, null));
    return g.build();
  }

  private static Tensor images(int height, DataFormat format) {
    return format == DataFormat.NHWC ? numbers(2, height, 6, 4) : numbers(2, 4, height, 6);
  }

  private static Tensor run(Graph graph, Tensor x, SessionOptions options) {
    try (Session session = Session.open(graph, options)) {
      Tensor result = x;
      for (int run = 0; run < 3; run++) {
        result = session.run(Map.of("x", x), Results::copy).get("y");
      }
      return result;
    }
  }

  private static Tensor withOlderCalls(Graph graph, Tensor x) {
    emulator.fail("cudnnBackendCreateDescriptor", 0, 3000);
    emulator.record(true);
    Tensor result = run(graph, x, ON_CUDA);
    assertThat(calls("cudnnBackendExecute")).isEmpty();
    return result;
  }

  private static void assertClose(Tensor found, Tensor expected) {
    assertThat(found.spec()).isEqualTo(expected.spec());
    for (long i = 0; i < found.elementCount(); i++) {
      double value = expected.getDouble(i);
      assertThat(found.getDouble(i)).isBetween(value - 1e-4, value + 1e-4);
    }
  }

  private static List<String> calls(String prefix) {
    return emulator.calls().stream().filter(call -> call.startsWith(prefix)).toList();
  }

  private static void assertOneCallARun() {
    // Once to warm up, once into the captured graph.
    assertThat(calls("cudnnBackendExecute"))
        .containsExactly("cudnnBackendExecute engine 1", "cudnnBackendExecute engine 1");
    assertThat(calls("cudnnConvolution")).isEmpty();
    assertThat(calls("cuLaunchKernel border")).isEmpty();
    assertThat(calls("cuLaunchKernel epilogue")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DataFormat.class)
  void padsOfTwoSizesNeedNoCopyOfTheImages(DataFormat format) {
    Graph graph = convolution(6, 2, format, Epilogue.NONE);
    Tensor x = images(6, format);
    emulator.record(true);
    Tensor found = run(graph, x, ON_CUDA);
    assertOneCallARun();
    assertClose(found, withOlderCalls(graph, x));
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryFunction.class,
      names = {"SWISH", "RELU6", "SIGMOID", "TANH", "SOFTPLUS", "RELU", "IDENTITY"})
  void aResidualAndManyFunctionsAreOneCall(UnaryFunction function) {
    Epilogue epilogue = new Epilogue(false, true, Unary.of(function));
    Graph graph = convolution(5, 1, DataFormat.NHWC, epilogue);
    Tensor x = images(5, DataFormat.NHWC);
    emulator.record(true);
    Tensor found = run(graph, x, ON_CUDA);
    assertOneCallARun();
    assertClose(found, withOlderCalls(graph, x));
  }

  @Test
  void parametersOfFunctionsReachCudnn() {
    for (Unary function :
        List.of(
            new Unary(UnaryFunction.CLIP, -0.5, 1.5),
            new Unary(UnaryFunction.LEAKY_RELU, 0.25, 0),
            new Unary(UnaryFunction.ELU, 0.5, 0))) {
      Graph graph = convolution(5, 1, DataFormat.NHWC, new Epilogue(true, false, function));
      Tensor x = images(5, DataFormat.NHWC);
      emulator.record(true);
      Tensor found = run(graph, x, ON_CUDA);
      assertOneCallARun();
      assertClose(found, withOlderCalls(graph, x));
    }
  }

  @Test
  void enginesThatRoundOperandsAreTakenForTf32Only() {
    Graph graph = convolution(5, 1, DataFormat.NHWC, SWISH);
    emulator.record(true);
    run(graph, images(5, DataFormat.NHWC), ON_CUDA.toBuilder().precision(Precision.TF32).build());
    assertThat(calls("cudnnBackendExecute"))
        .isNotEmpty()
        .containsOnly("cudnnBackendExecute engine 0");
    emulator.record(true);
    run(graph, images(5, DataFormat.NHWC), ON_CUDA);
    assertOneCallARun();
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT16", "BFLOAT16"})
  void narrowTypesAreRoundedOnceAtTheEnd(Precision precision) {
    Graph graph = convolution(5, 1, DataFormat.NHWC, SWISH);
    Tensor x = images(5, DataFormat.NHWC);
    Tensor wide = run(graph, x, ON_CUDA);
    emulator.record(true);
    Tensor narrow = run(graph, x, ON_CUDA.toBuilder().precision(precision).build());
    assertThat(calls("cudnnBackendExecute")).containsOnly("cudnnBackendExecute engine 0");
    assertThat(calls("cuLaunchKernel epilogue")).isEmpty();
    for (long i = 0; i < wide.elementCount(); i++) {
      double value = wide.getDouble(i);
      double room = 0.02 * Math.max(8, Math.abs(value));
      assertThat(narrow.getDouble(i)).isBetween(value - room, value + room);
    }
  }

  @Test
  void whatOneOlderCallDoesIsLeftToIt() {
    Epilogue epilogue = new Epilogue(true, false, Unary.of(UnaryFunction.RELU));
    emulator.record(true);
    run(convolution(5, 1, DataFormat.NHWC, epilogue), images(5, DataFormat.NHWC), ON_CUDA);
    assertThat(calls("cudnnBackend")).isEmpty();
    assertThat(calls("cudnnConvolutionBiasActivationForward")).hasSize(2);
  }

  @Test
  void functionsThatCudnnHasNotAreLeftToOurOwnKernels() {
    Epilogue epilogue = new Epilogue(true, false, Unary.of(UnaryFunction.HARD_SWISH));
    emulator.record(true);
    run(convolution(5, 1, DataFormat.NHWC, epilogue), images(5, DataFormat.NHWC), ON_CUDA);
    assertThat(calls("cudnnBackend")).isEmpty();
    assertThat(calls("cuLaunchKernel epilogue")).hasSize(2);
  }

  @Test
  void descriptorsLiveAsLongAsTheSession() {
    emulator.record(true);
    run(convolution(7, 1, DataFormat.NHWC, SWISH), images(7, DataFormat.NHWC), ON_CUDA);
    assertThat(calls("cudnnBackendDestroyDescriptor"))
        .isNotEmpty()
        .hasSameSizeAs(calls("cudnnBackendCreateDescriptor"));
    assertThat(emulator.calls())
        .containsSubsequence(
            "cudnnBackendExecute engine 1", "cudnnBackendDestroyDescriptor", "cudnnDestroy");
    assertThat(emulator.usedBytes()).isZero();
  }

  @Test
  void withoutAPlanTheOlderCallsArePlanned() {
    Graph graph = convolution(8, 1, DataFormat.NHWC, SWISH);
    emulator.fail("cudnnBackendFinalize", 0, 3000);
    emulator.record(true);
    Tensor found = run(graph, images(8, DataFormat.NHWC), ON_CUDA);
    assertThat(calls("cudnnBackendExecute")).isEmpty();
    assertThat(calls("cudnnConvolutionForward")).hasSize(2);
    assertThat(calls("cudnnBackendDestroyDescriptor"))
        .hasSameSizeAs(calls("cudnnBackendCreateDescriptor"));
    assertClose(found, withOlderCalls(graph, images(8, DataFormat.NHWC)));
  }

  @Test
  void aPlanThatIsRefusedWhenItRunsGivesWayToTheOlderCalls() {
    Graph graph = convolution(9, 2, DataFormat.NCHW, SWISH);
    Tensor x = images(9, DataFormat.NCHW);
    emulator.fail("cudnnBackendExecute", 0, 3000);
    emulator.record(true);
    Tensor found = run(graph, x, ON_CUDA);
    assertThat(calls("cudnnBackendExecute")).hasSize(1);
    assertThat(calls("cudnnConvolutionForward")).hasSize(2);
    assertThat(calls("cudnnBackendDestroyDescriptor"))
        .hasSameSizeAs(calls("cudnnBackendCreateDescriptor"));
    assertClose(found, withOlderCalls(graph, x));
  }
}
