package io.scopegraph.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.cuda.driver.ImageCache;
import io.scopegraph.emulator.CudaEmulator;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.MatMul;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.Size2;
import io.scopegraph.op.Unary;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What sessions call of cuBLAS and cuDNN, on the emulated ones.
class LibraryCallsTest {
  private static final SessionOptions ON_CUDA = SessionOptions.builder().device("cuda").build();
  private static final Epilogue BIAS_AND_RELU =
      new Epilogue(true, false, Unary.of(UnaryFunction.RELU));

  private static CudaEmulator emulator;

  @BeforeAll
  static void install() {
    emulator = EmulatedCuda.install();
  }

  private static Tensor numbers(long... dims) {
    Tensor tensor = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(dims)));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, (i * 7 % 11 - 5) / 8.0);
    }
    return tensor;
  }

  private static Graph product() {
    GraphAssembler g = new GraphAssembler();
    Value x = g.add("x", new Placeholder(numbers(2, 3).spec()), List.of(), null);
    Value weight = g.add("w", new Constant(numbers(3, 4)), List.of(), null);
    g.output("y", g.add("product", MatMul.PLAIN, List.of(x, weight), null));
    return g.build();
  }

  private static Graph convolution() {
    GraphAssembler g = new GraphAssembler();
    Value x = g.add("x", new Placeholder(numbers(1, 6, 5, 3).spec()), List.of(), null);
    Value filter = g.add("filter", new Constant(numbers(3, 3, 3, 4)), List.of(), null);
    Value bias = g.add("bias", new Constant(numbers(4)), List.of(), null);
    Conv2D op = Conv2D.of(Size2.ONE, Padding.SAME, DataFormat.NHWC).withEpilogue(BIAS_AND_RELU);
    g.output("y", g.add("conv", op, List.of(x, filter, bias), null));
    return g.build();
  }

  private static Tensor convolve(SessionOptions options, int runs) {
    try (Session session = Session.open(convolution(), options)) {
      Tensor result = numbers(1);
      for (int run = 0; run < runs; run++) {
        result = session.run(Map.of("x", numbers(1, 6, 5, 3)), Results::copy).get("y");
      }
      return result;
    }
  }

  /// The calls of a library, and of the end of the stream.
  private static List<String> calls(String... prefixes) {
    List<String> found = new ArrayList<>();
    for (String call : emulator.calls()) {
      for (String prefix : prefixes) {
        if (call.startsWith(prefix)) {
          found.add(call);
        }
      }
    }
    return found;
  }

  @Test
  void aHandleOfCublasLivesAsLongAsItsStream() {
    emulator.record(true);
    try (Session session = Session.open(product(), ON_CUDA)) {
      session.run(Map.of("x", numbers(2, 3)));
      session.run(Map.of("x", numbers(2, 3)));
    }
    assertThat(calls("cublas", "cuStreamDestroy"))
        .startsWith(
            "cublasCreate",
            "cublasSetStream",
            "cublasSetWorkspace 65536",
            "cublasGemmEx 0 0 4 2 3 type 0 0 compute 68",
            "cublasGemmEx 0 0 4 2 3 type 0 0 compute 68",
            "cublasDestroy",
            "cuStreamDestroy");
    assertThat(emulator.usedBytes()).isZero();
  }

  @Test
  void tf32IsUsedWhereItIsAskedForOnly() {
    emulator.record(true);
    try (Session session =
        Session.open(product(), ON_CUDA.toBuilder().precision(Precision.TF32).build())) {
      session.run(Map.of("x", numbers(2, 3)));
    }
    assertThat(calls("cublasSetMathMode", "cublasGemmEx"))
        .containsExactly("cublasSetMathMode 3", "cublasGemmEx 0 0 4 2 3 type 0 0 compute 77");
    emulator.record(true);
    convolve(ON_CUDA, 1);
    assertThat(calls("cudnnSetConvolutionMathType"))
        .isNotEmpty()
        .containsOnly("cudnnSetConvolutionMathType 3");
  }

  @Test
  void aConvolutionWithBiasAndReluIsOneCall() {
    emulator.record(true);
    convolve(ON_CUDA, 3);
    assertThat(calls("cudnnConvolution", "cuLaunchKernel"))
        .hasSize(2)
        .allMatch(call -> call.startsWith("cudnnConvolutionBiasActivationForward 1 workspace"));
    assertThat(calls("cudnnDestroy", "cuStreamDestroy"))
        .containsSubsequence(
            "cudnnDestroyConvolutionDescriptor", "cudnnDestroy", "cuStreamDestroy");
    assertThat(calls("cudnnCreateTensorDescriptor"))
        .hasSameSizeAs(calls("cudnnDestroyTensorDescriptor"));
    assertThat(emulator.usedBytes()).isZero();
  }

  @Test
  void whatCudnnRefusesToFuseIsDoneInTwoSteps() {
    Tensor fused = convolve(ON_CUDA, 1);
    emulator.fail("cudnnConvolutionBiasActivationForward", 0, 3000);
    emulator.record(true);
    assertThat(convolve(ON_CUDA, 3)).isEqualTo(fused);
    assertThat(calls("cudnnConvolution", "cuLaunchKernel"))
        .satisfiesExactly(
            call -> assertThat(call).startsWith("cudnnConvolutionBiasActivationForward"),
            call -> assertThat(call).startsWith("cudnnConvolutionForward"),
            call -> assertThat(call).startsWith("cuLaunchKernel epilogue_float32"),
            call -> assertThat(call).startsWith("cudnnConvolutionForward"),
            call -> assertThat(call).startsWith("cuLaunchKernel epilogue_float32"));
  }

  @Test
  void whatCudnnRefusesAtAllIsDoneByOurOwnKernel() {
    Tensor fused = convolve(ON_CUDA, 1);
    emulator.fail("cudnnConvolutionBiasActivationForward", 0, 3000);
    emulator.fail("cudnnConvolutionForward", 0, 2000);
    emulator.record(true);
    Tensor own = convolve(ON_CUDA, 3);
    assertThat(calls("cuLaunchKernel conv_float32")).hasSize(2);
    for (long i = 0; i < fused.elementCount(); i++) {
      assertThat(own.getDouble(i)).isBetween(fused.getDouble(i) - 1e-5, fused.getDouble(i) + 1e-5);
    }
  }

  @Test
  void withoutAnAlgorithmOurOwnKernelIsPlanned() {
    emulator.fail("cudnnCreate", 0, 1001);
    emulator.record(true);
    convolve(ON_CUDA, 1);
    assertThat(calls("cuLaunchKernel conv_float32")).hasSize(1);
    assertThat(calls("cudnnConvolution")).isEmpty();
  }

  @Test
  void failuresNameTheNodeTheCallAndTheStatus() {
    emulator.fail("cudnnConvolutionBiasActivationForward", 0, 5000);
    assertThatThrownBy(() -> convolve(ON_CUDA, 1))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("conv")
        .hasMessageContaining(
            "cudnnConvolutionBiasActivationForward returned CUDNN_STATUS_EXECUTION_FAILED");
    emulator.fail("cublasGemmEx", 0, 13);
    try (Session session = Session.open(product(), ON_CUDA)) {
      assertThatThrownBy(() -> session.run(Map.of("x", numbers(2, 3))))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("product")
          .hasMessageContaining("cublasGemmEx returned CUBLAS_STATUS_EXECUTION_FAILED (13)");
    }
  }

  @Test
  void anAlgorithmIsMeasuredOnceAndThenReadFromTheFile(@TempDir Path folder) throws IOException {
    String before = System.getProperty(ImageCache.FOLDER);
    System.setProperty(ImageCache.FOLDER, folder.toString());
    try {
      SessionOptions measured = ON_CUDA.toBuilder().measured(true).build();
      emulator.record(true);
      Tensor first = convolve(measured, 1);
      assertThat(convolve(measured, 1)).isEqualTo(first);
    } finally {
      if (before == null) {
        System.clearProperty(ImageCache.FOLDER);
      } else {
        System.setProperty(ImageCache.FOLDER, before);
      }
    }
    assertThat(calls("cudnnFind")).hasSize(1);
    assertThat(
            Files.readString(folder.resolve("convolutions-emulated-gpu-0-sm_90-cudnn-90500.txt")))
        .contains("float32 nhwc n1 6x5x3-6x5x4 k3x3 s1x1 d1x1 p1,1,1,1 g1\t1\t3\t");
    assertThat(emulator.usedBytes()).isZero();
  }
}
