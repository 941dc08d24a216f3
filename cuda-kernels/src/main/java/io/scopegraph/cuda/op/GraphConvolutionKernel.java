package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.dnn.Alternatives;
import io.scopegraph.cuda.dnn.ConvolutionShape;
import io.scopegraph.cuda.dnn.DnnArithmetic;
import io.scopegraph.cuda.dnn.GraphChoice;
import io.scopegraph.cuda.dnn.GraphConvolution;
import io.scopegraph.cuda.dnn.GraphOperands;
import io.scopegraph.cuda.dnn.GraphOperands.Operand;
import io.scopegraph.cuda.dnn.GraphRequest;
import io.scopegraph.cuda.dnn.Pointwise;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Epilogue;
import io.scopegraph.op.UnaryFunction;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import java.util.Optional;

/// Convolutions by cuDNN's graph API, where that saves a copy of the images with their pads, or
/// passes over the results. What it refuses is left to the kernel that there would be without it.
///
/// @param filterBytes of the workspace that the filter takes, 0 if it is packed before
/// @param rest the other kernel, which reads the filter in the same form
record GraphConvolutionKernel(
    KernelRequest node,
    GraphRequest request,
    GraphChoice choice,
    PackedFilter filter,
    long filterBytes,
    PlannedKernel rest) {
  private static final int FILTER = 1;

  /// The kernel, if there is more to it than to the rest.
  static Optional<CudaKernel> select(
      KernelRequest node,
      Epilogue epilogue,
      ConvolutionShape shape,
      DnnArithmetic arithmetic,
      Hardware hardware,
      PlannedKernel rest) {
    if (!givesMore(epilogue, shape, arithmetic)) {
      return Optional.empty();
    }
    Optional<Pointwise> activation = Pointwise.of(epilogue.activation());
    if (activation.isEmpty() && !epilogue.activation().isIdentity()) {
      return Optional.empty();
    }
    GraphRequest request =
        new GraphRequest(
            shape, arithmetic, epilogue.bias(), epilogue.residual(), activation.orElse(null));
    PackedFilter filter = PackedFilter.of(FILTER, node.dtype(0), node.shape(FILTER), shape);
    long filterBytes = node.isWeight(FILTER) ? 0 : MatMulKernel.aligned(filter.bytes());
    return hardware
        .convolutions()
        .choose(request)
        .map(choice ->
            new GraphConvolutionKernel(node, request, choice, filter, filterBytes, rest)
                .plan(epilogue));
  }

  /// Whether the other calls of cuDNN do it only in several steps, or with one algorithm.
  private static boolean givesMore(
      Epilogue epilogue, ConvolutionShape shape, DnnArithmetic arithmetic) {
    if (shape.transposed() || arithmetic == DnnArithmetic.FLOAT64) {
      return false;
    }
    if (!shape.isSymmetric()) {
      return true;
    }
    boolean one = epilogue.bias() && epilogue.activation().function() == UnaryFunction.RELU;
    return !epilogue.equals(Epilogue.NONE) && !one;
  }

  private CudaKernel plan(Epilogue epilogue) {
    return new PlannedKernel(
        "conv cudnn graph" + (epilogue.equals(Epilogue.NONE) ? "" : " " + epilogue),
        rest.runtimeInputs(),
        rest.packedWeights(),
        Math.max(filterBytes + choice.workspace(), rest.workspaceBytes()),
        freedom(),
        this::bind);
  }

  /// Several operations as one must not write into the place of what they read.
  private Freedom freedom() {
    if (!choice.pitched() || !rest.pitchedOutput()) {
      return Freedom.NONE;
    }
    return request.residual()
        ? Freedom.NONE.pitched(true, 0, node.count() - 1)
        : Freedom.NONE.pitched(true, 0);
  }

  private Work bind(StepMemory memory, LaunchContext context) {
    return new Alternatives(
        ImmutableList.of(
            new Alternatives.Alternative(
                "the graph of operations of cuDNN", () -> graph(memory, context)),
            new Alternatives.Alternative(rest.algorithm(), () -> rest.bind(memory, context))));
  }

  private Work graph(StepMemory memory, LaunchContext context) {
    Span workspace = memory.workspace();
    boolean packed = filterBytes == 0;
    long weights = packed ? memory.packed().getFirst().address() : workspace.address();
    Work before = packed ? Work.NOTHING : filter.bind(context, memory.input(FILTER), weights);
    GraphOperands operands =
        new GraphOperands(
            operand(memory.input(0)),
            new Operand(weights, 0),
            request.bias() ? operand(memory.input(2)) : Operand.ANY,
            request.residual() ? operand(memory.inputs().getLast()) : Operand.ANY,
            operand(memory.output()));
    return before.then(
        new GraphConvolution(
            context.dnn(),
            request,
            operands,
            choice.workspace() == 0 ? 0 : workspace.address() + filterBytes,
            choice.workspace()));
  }

  private Operand operand(Span span) {
    return new Operand(span.address(), span.pitch() / node.dtype(0).byteSize());
  }
}
