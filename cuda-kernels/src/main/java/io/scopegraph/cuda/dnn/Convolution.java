package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Address;
import io.scopegraph.cuda.driver.Scalars;
import io.scopegraph.cuda.driver.Work;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;

/// A prepared convolution, or the way back of one: `y = conv(x) + beta * y`.
public final class Convolution implements Work {
  private final DnnHandle dnn;
  private final ConvolutionChoice choice;
  private final ConvolutionDescriptors descriptors;
  private final Scalars scalars;
  private final Pointer x;
  private final Pointer filter;
  private final Pointer y;
  private final Pointer workspace;
  private final long workspaceBytes;

  /// Addresses of a convolution's operands.
  ///
  /// @param x what comes in, with `pitchX` elements from one run along the last axis to the next, 0
  ///   for none between them
  /// @param y what comes out
  /// @param workspace memory that the call may use
  public record Operands(
      long x, long pitchX, long filter, long y, long pitchY, long workspace, long workspaceBytes) {}

  /// @param added whether what is in the place of the result is added
  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN takes no such convolution
  public Convolution(
      DnnHandle dnn,
      ConvolutionShape shape,
      DnnArithmetic arithmetic,
      ConvolutionChoice choice,
      Operands operands,
      boolean added) {
    this.dnn = dnn;
    this.choice = choice;
    this.descriptors =
        new ConvolutionDescriptors(
            shape,
            arithmetic,
            choice.mathType(),
            shape.transposed() ? operands.pitchY() : operands.pitchX(),
            shape.transposed() ? operands.pitchX() : operands.pitchY());
    this.scalars = arithmetic.scalars(1, added ? 1 : 0);
    this.x = Address.of(operands.x());
    this.filter = Address.of(operands.filter());
    this.y = Address.of(operands.y());
    this.workspace = Address.of(operands.workspace());
    this.workspaceBytes = operands.workspaceBytes();
  }

  @Override
  public void enqueue() {
    if (choice.transposed()) {
      DnnStatus.check("cudnnConvolutionBackwardData", backward());
    } else {
      DnnStatus.check("cudnnConvolutionForward", forward());
    }
  }

  private int forward() {
    return JCudnn.cudnnConvolutionForward(
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
        descriptors.results(),
        y);
  }

  private int backward() {
    return JCudnn.cudnnConvolutionBackwardData(
        dnn.handle(),
        scalars.alpha(),
        descriptors.filter(),
        filter,
        descriptors.results(),
        x,
        descriptors.convolution(),
        choice.algorithm(),
        workspace,
        workspaceBytes,
        scalars.beta(),
        descriptors.images(),
        y);
  }

  @Override
  public void close() {
    descriptors.close();
  }
}
