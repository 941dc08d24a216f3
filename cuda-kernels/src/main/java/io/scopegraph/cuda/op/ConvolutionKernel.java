package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.scopegraph.cuda.dnn.Alternatives;
import io.scopegraph.cuda.dnn.Convolution;
import io.scopegraph.cuda.dnn.ConvolutionChoice;
import io.scopegraph.cuda.dnn.ConvolutionShape;
import io.scopegraph.cuda.dnn.DnnArithmetic;
import io.scopegraph.cuda.dnn.FusedConvolution;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Conv2D;
import io.scopegraph.op.ConvTranspose2D;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import java.util.Optional;

/// Convolutions and their transposes by cuDNN, or by our own kernel where cuDNN has nothing.
final class ConvolutionKernel {
  private static final int FILTER = 1;

  private final KernelRequest node;
  private final Epilogue epilogue;
  private final ConvolutionShape shape;

  /// What cuDNN is asked for: the shape itself, or that with pads as part of the images.
  private final ConvolutionShape asked;

  private final DType dtype;
  private final DnnArithmetic arithmetic;
  private final PackedFilter filter;
  private final ConvolutionChoice choice;
  private final boolean packed;
  private final long filterBytes;
  private final long borderBytes;

  private ConvolutionKernel(
      KernelRequest node,
      Epilogue epilogue,
      ConvolutionShape shape,
      ConvolutionShape asked,
      DnnArithmetic arithmetic,
      ConvolutionChoice choice) {
    this.node = node;
    this.epilogue = epilogue;
    this.shape = shape;
    this.asked = asked;
    this.dtype = node.dtype(0);
    this.arithmetic = arithmetic;
    this.choice = choice;
    this.filter = PackedFilter.of(FILTER, dtype, node.shape(FILTER), shape);
    this.packed = node.isWeight(FILTER);
    this.filterBytes = packed ? 0 : MatMulKernel.aligned(filter.bytes());
    this.borderBytes =
        isBordered() ? MatMulKernel.aligned(asked.imageElements() * dtype.byteSize()) : 0;
  }

  static CudaKernel select(KernelRequest node, Conv2D op, Hardware hardware) {
    return select(node, op.epilogue(), ConvolutionGeometry.of(node, op), hardware);
  }

  static CudaKernel select(KernelRequest node, ConvTranspose2D op, Hardware hardware) {
    return select(node, op.epilogue(), ConvolutionGeometry.of(node, op), hardware);
  }

  private static CudaKernel select(
      KernelRequest node, Epilogue epilogue, ConvolutionShape shape, Hardware hardware) {
    DirectConvolution direct = new DirectConvolution(shape, node.dtype(0), epilogue);
    if (shape.isDepthwise() && shape.channels() > 1 && shape.format() == DataFormat.NHWC) {
      return direct.select(node, "depthwise");
    }
    ConvolutionShape asked = shape.isSymmetric() || shape.transposed() ? shape : shape.padded();
    DnnArithmetic arithmetic = DnnArithmetic.of(node.dtype(0), node.options().precision());
    Optional<ConvolutionChoice> choice =
        asked.isSymmetric()
            ? hardware
                .convolutions()
                .choose(asked, arithmetic, wantsBias(epilogue), node.options().measured())
            : Optional.empty();
    if (choice.isEmpty()) {
      return direct.select(node, "direct");
    }
    PlannedKernel classic =
        new ConvolutionKernel(node, epilogue, shape, asked, arithmetic, choice.get()).plan();
    return GraphConvolutionKernel.select(node, epilogue, shape, arithmetic, hardware, classic)
        .orElse(classic);
  }

  private static boolean wantsBias(Epilogue epilogue) {
    return epilogue.bias() && epilogue.activation().isIdentity();
  }

  private boolean isBordered() {
    return !asked.equals(shape);
  }

  /// Whether cuDNN can do the whole epilogue.
  private boolean isFused() {
    return !shape.transposed()
        && epilogue.bias()
        && (epilogue.activation().isIdentity()
            ? choice.addsBias()
            : epilogue.activation().function() == UnaryFunction.RELU);
  }

  private PlannedKernel plan() {
    return new PlannedKernel(
        "conv cudnn %s%s%s%s"
            .formatted(
                choice.name(),
                shape.transposed() ? ", transposed" : "",
                isBordered() ? ", padded" : "",
                ending()),
        ImmutableSet.copyOf(DirectConvolution.runtimeInputs(node, packed)),
        packed ? ImmutableList.<PackedWeight>of(filter) : ImmutableList.of(),
        filterBytes + borderBytes + choice.workspace(),
        freedom(),
        this::bind);
  }

  private String ending() {
    if (epilogue.equals(Epilogue.NONE)) {
      return "";
    }
    return (isFused() ? " " : ", then ") + epilogue;
  }

  private Freedom freedom() {
    Freedom freedom = Freedom.NONE;
    int residual = epilogue.residual() ? node.count() - 1 : -1;
    if (residual >= 0 && isFused()) {
      freedom = freedom.inPlace(residual);
    }
    if (choice.pitched()) {
      return residual < 0 ? freedom.pitched(true, 0) : freedom.pitched(true, 0, residual);
    }
    return freedom;
  }

  private Work bind(StepMemory memory, LaunchContext context) {
    Span workspace = memory.workspace();
    long weights = packed ? memory.packed().getFirst().address() : workspace.address();
    Work before = packed ? Work.NOTHING : filter.bind(context, memory.input(FILTER), weights);
    Span images = memory.input(0);
    if (isBordered()) {
      Span bordered = workspace.part(filterBytes, asked.imageElements() * dtype.byteSize());
      before = before.then(border(context, images, bordered));
      images = bordered;
    }
    Convolution.Operands operands = operands(memory, images, weights);
    ImmutableList.Builder<Alternatives.Alternative> ways = ImmutableList.builder();
    if (isFused()) {
      ways.add(
          new Alternatives.Alternative(
              "the fused convolution of cuDNN", () -> fused(memory, context, operands)));
    }
    ways.add(
        new Alternatives.Alternative(
            "the convolution of cuDNN", () -> separate(memory, context, operands)));
    DirectConvolution direct = new DirectConvolution(shape, dtype, epilogue);
    ways.add(
        new Alternatives.Alternative(
            "the direct convolution",
            () -> direct.bind(memory, context, weights, direct.packedFilter(), memory.input(0))));
    Work convolution = new Alternatives(ways.build());
    return before.then(convolution);
  }

  private Convolution.Operands operands(StepMemory memory, Span images, long weights) {
    Span workspace = memory.workspace();
    long from = filterBytes + borderBytes;
    return new Convolution.Operands(
        images.address(),
        images.pitch() / dtype.byteSize(),
        weights,
        memory.output().address(),
        memory.output().pitch() / dtype.byteSize(),
        choice.workspace() == 0 ? 0 : workspace.address() + from,
        choice.workspace());
  }

  private Work fused(StepMemory memory, LaunchContext context, Convolution.Operands operands) {
    Span residual = residual(memory);
    return new FusedConvolution(
        context.dnn(),
        asked,
        arithmetic,
        choice,
        operands,
        new FusedConvolution.Ending(
            memory.input(2).address(),
            residual.address(),
            residual.pitch() / dtype.byteSize(),
            !epilogue.activation().isIdentity()));
  }

  private Span residual(StepMemory memory) {
    return epilogue.residual() ? memory.inputs().getLast() : Span.NONE;
  }

  private Work separate(StepMemory memory, LaunchContext context, Convolution.Operands operands) {
    Span y = memory.output();
    Span residual = residual(memory);
    boolean added = epilogue.residual() && residual.isSame(y);
    Work convolution = new Convolution(context.dnn(), asked, arithmetic, choice, operands, added);
    if (epilogue.equals(Epilogue.NONE)) {
      return convolution;
    }
    return convolution.then(
        EpiloguePass.of(node.output(), shape.format())
            .bind(
                context,
                y,
                false,
                epilogue.bias() ? memory.input(2) : Span.NONE,
                added ? Span.NONE : residual,
                epilogue.activation(),
                y));
  }

  private Work border(LaunchContext context, Span from, Span to) {
    boolean last = shape.format() == DataFormat.NHWC;
    long row = last ? shape.channels() : shape.width();
    long pitch = EpiloguePass.pitch(from, row, dtype.byteSize());
    long cell = last ? shape.channels() : 1;
    long images = last ? shape.batch() : (long) shape.batch() * shape.channels();
    long rowStep = last ? shape.width() * pitch : pitch;
    return context.strided(
        "conv",
        "border_" + 8 * dtype.byteSize(),
        asked.imageElements(),
        new Arguments()
            .struct(
                images,
                shape.height(),
                shape.width(),
                cell,
                asked.height(),
                asked.width(),
                shape.top(),
                shape.left(),
                shape.height() * rowStep,
                rowStep,
                last ? pitch : 1)
            .address(from.address())
            .address(to.address()));
  }
}
