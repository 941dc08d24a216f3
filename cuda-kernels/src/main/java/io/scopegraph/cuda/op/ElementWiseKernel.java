package io.scopegraph.cuda.op;

import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.KernelSource;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.ElementWise;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Several element-wise functions in one kernel, which is written for the program and the element
/// type.
final class ElementWiseKernel {
  /// As many bits as tell which inputs stay in place.
  private static final int MOST_INPUTS = 31;

  private final KernelRequest node;
  private final ElementWise op;
  private final DType dtype;
  private final KernelSource source;

  private ElementWiseKernel(KernelRequest node, ElementWise op) {
    this.node = node;
    this.op = op;
    this.dtype = node.dtype(0);
    this.source = ElementWiseSource.of(op, dtype);
  }

  static CudaKernel select(KernelRequest node, ElementWise op) {
    if (op.inputs() > MOST_INPUTS) {
      throw new UnsupportedNode(
          "%s on CUDA: takes up to %d inputs, found %d"
              .formatted(op.type(), MOST_INPUTS, op.inputs()));
    }
    return new ElementWiseKernel(node, op).select();
  }

  private CudaKernel select() {
    nest(new long[op.inputs() + 1]);
    Integer[] whole =
        IntStream.range(0, op.inputs())
            .filter(input -> node.input(input).equals(node.output()))
            .boxed()
            .toArray(Integer[]::new);
    Freedom freedom = Freedom.NONE.inPlace(whole);
    if (ElementType.canPitch(node.output().shape())) {
      freedom = freedom.pitched(true, whole);
    }
    return PlannedKernel.of(
            "%d steps of %s".formatted(op.steps().size(), dtype), op.inputs(), this::bind)
        .with(freedom);
  }

  /// Operand 0 is the output, the inputs follow.
  ///
  /// @param pitches the elements from row to row of each operand, 0 if its rows touch each other
  private Nest nest(long[] pitches) {
    Shape shape = node.output().shape();
    long[][] strides = new long[pitches.length][];
    strides[0] = Strides.rows(shape.dims(), pitches[0]);
    for (int operand = 1; operand < strides.length; operand++) {
      strides[operand] = Strides.broadcast(node.shape(operand - 1), pitches[operand], shape);
    }
    return new Nest(shape.dims(), strides);
  }

  private Work bind(StepMemory memory, LaunchContext context) {
    Span[] spans = new Span[op.inputs() + 1];
    spans[0] = memory.output();
    for (int input = 0; input < op.inputs(); input++) {
      spans[input + 1] = memory.input(input);
    }
    Nest nest =
        nest(Arrays.stream(spans).mapToLong(span -> ElementType.pitch(span, dtype)).toArray());
    int[] sizes = new int[spans.length];
    Arrays.fill(sizes, dtype.byteSize());
    long[] addresses = Arrays.stream(spans).mapToLong(Span::address).toArray();
    boolean packed =
        ElementType.isShortFloat(dtype)
            && nest.pack(ElementType.PACK, sizes, addresses) == ElementType.PACK;
    int width = packed ? ElementType.PACK : 1;
    long count = nest.count() / width;
    int stays = 0;
    for (int input = 0; input < op.inputs(); input++) {
      stays |= nest.step(input + 1) == 0 ? 1 << input : 0;
    }
    Arguments arguments = new Arguments().int64(count).struct(nest.packs(width)).int32(stays);
    for (int input = 0; input < op.inputs(); input++) {
      arguments.address(addresses[input + 1]);
    }
    String kernel = ElementWiseSource.KERNEL + (packed ? ElementWiseSource.PACKED : "");
    return context.launch(source, kernel, context.strided(count), arguments.address(addresses[0]));
  }
}
