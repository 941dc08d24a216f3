package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Address;
import io.scopegraph.cuda.driver.Scalars;
import io.scopegraph.cuda.driver.Work;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnActivationDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;

/// A prepared convolution with bias, and maybe a residual and RELU, by one call: `y = relu(conv(x)
/// + residual + bias)`. The residual may lie in the place of the result.
public final class FusedConvolution implements Work {
  private static final int RELU = 1;
  private static final int IDENTITY = 5;

  // The call takes no other way of treating NaN.
  private static final int NAN_BECOMES_ZERO = 0;

  private final DnnHandle dnn;
  private final ConvolutionChoice choice;
  private final ConvolutionDescriptors descriptors;
  private final cudnnTensorDescriptor biases = new cudnnTensorDescriptor();
  private final cudnnTensorDescriptor residuals = new cudnnTensorDescriptor();
  private final cudnnActivationDescriptor activation = new cudnnActivationDescriptor();

  /// The factors of the convolution and of the residual.
  private final Scalars scalars;

  private final Pointer x;
  private final Pointer filter;
  private final Pointer bias;
  private final Pointer residual;
  private final Pointer y;
  private final Pointer workspace;
  private final long workspaceBytes;

  /// What follows the convolution.
  ///
  /// @param bias the address of the bias
  /// @param residual the address of the residual, 0 for none
  /// @param pitch elements from one run of the residual to the next, 0 for none between them
  public record Ending(long bias, long residual, long pitch, boolean relu) {}

  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN takes no such convolution
  public FusedConvolution(
      DnnHandle dnn,
      ConvolutionShape shape,
      DnnArithmetic arithmetic,
      ConvolutionChoice choice,
      Convolution.Operands operands,
      Ending ending) {
    this.dnn = dnn;
    this.choice = choice;
    this.descriptors =
        new ConvolutionDescriptors(
            shape, arithmetic, choice.mathType(), operands.pitchX(), operands.pitchY());
    this.scalars = arithmetic.scalars(1, ending.residual == 0 ? 0 : 1);
    this.x = Address.of(operands.x());
    this.filter = Address.of(operands.filter());
    this.bias = Address.of(ending.bias);
    // Not read if its factor is 0, but it has to be an address.
    this.residual = Address.of(ending.residual == 0 ? operands.y() : ending.residual);
    this.y = Address.of(operands.y());
    this.workspace = Address.of(operands.workspace());
    this.workspaceBytes = operands.workspaceBytes();
    try {
      describe(shape, arithmetic, ending.residual == 0 ? operands.pitchY() : ending.pitch);
      DnnStatus.check(
          "cudnnSetActivationDescriptor",
          JCudnn.cudnnSetActivationDescriptor(
              activation, ending.relu ? RELU : IDENTITY, NAN_BECOMES_ZERO, 0));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void describe(ConvolutionShape shape, DnnArithmetic arithmetic, long pitch) {
    DnnStatus.check("cudnnCreateTensorDescriptor", JCudnn.cudnnCreateTensorDescriptor(biases));
    DnnStatus.check("cudnnCreateTensorDescriptor", JCudnn.cudnnCreateTensorDescriptor(residuals));
    DnnStatus.check(
        "cudnnCreateActivationDescriptor", JCudnn.cudnnCreateActivationDescriptor(activation));
    DnnStatus.check(
        "cudnnSetTensor4dDescriptorEx",
        Layout.of(shape.format(), 1, shape.outChannels(), 1, 1, 0)
            .describe(biases, arithmetic.element()));
    DnnStatus.check(
        "cudnnSetTensor4dDescriptorEx",
        Layout.of(
                shape.format(),
                shape.batch(),
                shape.outChannels(),
                shape.outHeight(),
                shape.outWidth(),
                pitch)
            .describe(residuals, arithmetic.element()));
  }

  @Override
  public void enqueue() {
    DnnStatus.check(
        "cudnnConvolutionBiasActivationForward",
        JCudnn.cudnnConvolutionBiasActivationForward(
            dnn.handle(),
            scalars.alpha(),
            descriptors.images(),
            x,
            descriptors.filter(),
            filter,
            descriptors.convolution(),
            choice.algorithm(),
            workspace,
            workspaceBytes,
            scalars.beta(),
            residuals,
            residual,
            biases,
            bias,
            activation,
            descriptors.results(),
            y));
  }

  @Override
  public void close() {
    JCudnn.cudnnDestroyActivationDescriptor(activation);
    JCudnn.cudnnDestroyTensorDescriptor(residuals);
    JCudnn.cudnnDestroyTensorDescriptor(biases);
    descriptors.close();
  }
}
