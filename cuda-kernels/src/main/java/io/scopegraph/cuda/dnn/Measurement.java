package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Address;
import io.scopegraph.cuda.driver.Context;
import io.scopegraph.cuda.driver.DeviceBlock;
import io.scopegraph.cuda.driver.Stream;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnHandle;

/// Lets cuDNN run the algorithms of a convolution on memory that is given back at once.
final class Measurement implements AutoCloseable {
  private static final int MOST_ALGORITHMS = 10;
  private static final int DETERMINISTIC = 1;
  private static final double MICROSECONDS = 1000;

  private final ConvolutionShape shape;
  private final int mathType;
  private final Stream stream;
  private final DeviceBlock images;
  private final DeviceBlock filter;
  private final DeviceBlock results;
  private final DeviceBlock workspace;

  /// @throws io.scopegraph.cuda.driver.CudaException if there is not enough memory
  Measurement(
      Context context, ConvolutionShape shape, DnnArithmetic arithmetic, long workspaceBytes) {
    this.shape = shape;
    this.mathType = arithmetic.mathType();
    this.stream = new Stream(context);
    String label = "measuring " + shape.signature();
    int size = arithmetic.bytes();
    this.images = DeviceBlock.allocate(label, stream, shape.imageElements() * size);
    this.filter = DeviceBlock.allocate(label, stream, shape.filterElements() * size);
    this.results = DeviceBlock.allocate(label, stream, shape.outElements() * size);
    this.workspace = DeviceBlock.allocate(label, stream, workspaceBytes);
  }

  /// The fastest algorithm that gives the same bits each time.
  Optional<AlgorithmCache.Entry> fastest(cudnnHandle handle, ConvolutionDescriptors descriptors) {
    return shape.transposed() ? backward(handle, descriptors) : forward(handle, descriptors);
  }

  private Optional<AlgorithmCache.Entry> forward(
      cudnnHandle handle, ConvolutionDescriptors descriptors) {
    cudnnConvolutionFwdAlgoPerf[] found = new cudnnConvolutionFwdAlgoPerf[MOST_ALGORITHMS];
    for (int i = 0; i < found.length; i++) {
      found[i] = new cudnnConvolutionFwdAlgoPerf();
    }
    int[] count = new int[1];
    DnnStatus.check(
        "cudnnFindConvolutionForwardAlgorithmEx",
        JCudnn.cudnnFindConvolutionForwardAlgorithmEx(
            handle,
            descriptors.images(),
            pointer(images),
            descriptors.filter(),
            pointer(filter),
            descriptors.convolution(),
            descriptors.results(),
            pointer(results),
            found.length,
            count,
            found,
            pointer(workspace),
            workspace.bytes()));
    for (int i = 0; i < count[0]; i++) {
      if (found[i].status == 0 && found[i].determinism == DETERMINISTIC) {
        return Optional.of(
            new AlgorithmCache.Entry(found[i].algo, mathType, found[i].time * MICROSECONDS));
      }
    }
    return Optional.empty();
  }

  private Optional<AlgorithmCache.Entry> backward(
      cudnnHandle handle, ConvolutionDescriptors descriptors) {
    cudnnConvolutionBwdDataAlgoPerf[] found = new cudnnConvolutionBwdDataAlgoPerf[MOST_ALGORITHMS];
    for (int i = 0; i < found.length; i++) {
      found[i] = new cudnnConvolutionBwdDataAlgoPerf();
    }
    int[] count = new int[1];
    DnnStatus.check(
        "cudnnFindConvolutionBackwardDataAlgorithmEx",
        JCudnn.cudnnFindConvolutionBackwardDataAlgorithmEx(
            handle,
            descriptors.filter(),
            pointer(filter),
            descriptors.results(),
            pointer(results),
            descriptors.convolution(),
            descriptors.images(),
            pointer(images),
            found.length,
            count,
            found,
            pointer(workspace),
            workspace.bytes()));
    for (int i = 0; i < count[0]; i++) {
      if (found[i].status == 0 && found[i].determinism == DETERMINISTIC) {
        return Optional.of(
            new AlgorithmCache.Entry(found[i].algo, mathType, found[i].time * MICROSECONDS));
      }
    }
    return Optional.empty();
  }

  private static Pointer pointer(DeviceBlock block) {
    return Address.of(block.address());
  }

  @Override
  public void close() {
    workspace.close();
    results.close();
    filter.close();
    images.close();
    stream.close();
  }
}
