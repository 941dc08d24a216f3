package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Address;
import io.scopegraph.cuda.driver.Scalars;
import io.scopegraph.cuda.driver.Work;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;

/// A prepared pooling.
public final class Pooling implements Work {
  private static final int NAN_STAYS = 1;

  private final DnnHandle dnn;
  private final cudnnPoolingDescriptor window = new cudnnPoolingDescriptor();
  private final cudnnTensorDescriptor from = new cudnnTensorDescriptor();
  private final cudnnTensorDescriptor to = new cudnnTensorDescriptor();
  private final Scalars scalars;
  private final Pointer x;
  private final Pointer y;

  /// What is computed of the cells under a window.
  public enum Mode {
    MAX(3),
    AVERAGE_WITH_PADS(1),
    AVERAGE(2);

    private final int number;

    Mode(int number) {
      this.number = number;
    }
  }

  /// A window.
  ///
  /// @param top pads above and below
  /// @param left pads on both sides
  public record Window(
      Mode mode, int height, int width, int top, int left, int strideHeight, int strideWidth) {}

  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN takes no such pooling
  public Pooling(
      DnnHandle dnn,
      Window shape,
      DnnArithmetic arithmetic,
      Layout in,
      Layout out,
      long x,
      long y) {
    this.dnn = dnn;
    this.scalars = arithmetic.scalars(1, 0);
    this.x = Address.of(x);
    this.y = Address.of(y);
    DnnStatus.check("cudnnCreatePoolingDescriptor", JCudnn.cudnnCreatePoolingDescriptor(window));
    DnnStatus.check("cudnnCreateTensorDescriptor", JCudnn.cudnnCreateTensorDescriptor(from));
    DnnStatus.check("cudnnCreateTensorDescriptor", JCudnn.cudnnCreateTensorDescriptor(to));
    try {
      DnnStatus.check(
          "cudnnSetPooling2dDescriptor",
          JCudnn.cudnnSetPooling2dDescriptor(
              window,
              shape.mode.number,
              NAN_STAYS,
              shape.height,
              shape.width,
              shape.top,
              shape.left,
              shape.strideHeight,
              shape.strideWidth));
      DnnStatus.check("cudnnSetTensor4dDescriptorEx", in.describe(from, arithmetic.element()));
      DnnStatus.check("cudnnSetTensor4dDescriptorEx", out.describe(to, arithmetic.element()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void enqueue() {
    DnnStatus.check(
        "cudnnPoolingForward",
        JCudnn.cudnnPoolingForward(
            dnn.handle(), window, scalars.alpha(), from, x, scalars.beta(), to, y));
  }

  @Override
  public void close() {
    JCudnn.cudnnDestroyTensorDescriptor(to);
    JCudnn.cudnnDestroyTensorDescriptor(from);
    JCudnn.cudnnDestroyPoolingDescriptor(window);
  }
}
