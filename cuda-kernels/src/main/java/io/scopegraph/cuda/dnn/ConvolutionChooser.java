package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Context;
import io.scopegraph.cuda.driver.CudaException;
import io.scopegraph.op.DataFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks cuDNN for the algorithm of a convolution before there is memory for it. Safe for use by any
/// thread.
public final class ConvolutionChooser implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ConvolutionChooser.class);

  /// More than this a plan should not grow for the sake of an algorithm.
  private static final long MOST_WORKSPACE = 64L << 20;

  private static final int MOST_ALGORITHMS = 10;
  private static final int DETERMINISTIC = 1;

  /// Some room between rows, to ask whether that is possible.
  private static final int ROOM = 64;

  private static final long NONE = -1;

  private final Context context;
  private final Map<GraphRequest, Optional<GraphChoice>> graphs = new HashMap<>();
  private final @Nullable Path folder;
  private @Nullable AlgorithmCache measured;
  private @Nullable NativeHandle handle;

  /// @param folder where measurements are kept, null for nowhere
  public ConvolutionChooser(Context context, @Nullable Path folder) {
    this.context = context;
    this.folder = folder;
  }

  /// A proposal of cuDNN's. Its math type does not come through the bindings.
  private record Proposal(int algorithm, int mathType) {}

  /// The algorithm for a convolution, or nothing if cuDNN has none for it.
  ///
  /// @param bias whether a bias is to be added, and nothing else
  /// @param measure whether algorithms may be tried out, unless they were before
  public synchronized Optional<ConvolutionChoice> choose(
      ConvolutionShape shape, DnnArithmetic arithmetic, boolean bias, boolean measure) {
    try {
      context.enter();
      return find(shape, arithmetic, bias, measure);
    } catch (CudaException e) {
      if (!DnnStatus.isRefusal(e)) {
        LOGGER.warn("cuDNN chooses no algorithm for {}: {}", shape.signature(), e.getMessage());
      }
      return Optional.empty();
    } catch (ArithmeticException _) {
      // A stride of 2^31 or more.
      return Optional.empty();
    }
  }

  /// Whether cuDNN's graph API offers a plan, and with how much workspace.
  public synchronized Optional<GraphChoice> choose(GraphRequest request) {
    return graphs.computeIfAbsent(request, this::plan);
  }

  private Optional<GraphChoice> plan(GraphRequest request) {
    try {
      context.enter();
      long packed = planned(request, GraphOperands.PACKED);
      long apart = workspaceApart(request);
      return Optional.of(new GraphChoice(Math.max(packed, apart), apart != NONE));
    } catch (CudaException e) {
      if (!DnnStatus.isRefusal(e)) {
        LOGGER.warn("cuDNN plans no graph for {}: {}", request.shape().signature(), e.getMessage());
      }
      return Optional.empty();
    }
  }

  private long workspaceApart(GraphRequest request) {
    try {
      return planned(request, GraphOperands.apart(request.shape()));
    } catch (CudaException e) {
      if (!DnnStatus.isRefusal(e)) {
        throw e;
      }
      return NONE;
    }
  }

  private long planned(GraphRequest request, GraphOperands operands) {
    try (GraphPlan plan = new GraphPlan(handle(), request, operands, MOST_WORKSPACE)) {
      return plan.workspace();
    }
  }

  private Optional<ConvolutionChoice> find(
      ConvolutionShape shape, DnnArithmetic arithmetic, boolean bias, boolean measure) {
    try (ConvolutionDescriptors descriptors =
        new ConvolutionDescriptors(shape, arithmetic, arithmetic.mathType(), 0, 0)) {
      List<Proposal> proposals = new ArrayList<>();
      if (bias && !shape.transposed()) {
        proposals.add(new Proposal(ConvolutionChoice.IMPLICIT_PRECOMPUTED, arithmetic.mathType()));
      }
      if (measure && proposals.isEmpty()) {
        measured(shape, arithmetic, descriptors)
            .ifPresent(entry -> proposals.add(new Proposal(entry.algorithm(), entry.mathType())));
      }
      proposals.addAll(
          shape.transposed()
              ? backward(descriptors, arithmetic)
              : forward(descriptors, arithmetic));
      for (Proposal proposal : proposals) {
        descriptors.setMathType(proposal.mathType);
        long workspace = workspace(descriptors, shape.transposed(), proposal.algorithm);
        if (workspace >= 0 && workspace <= MOST_WORKSPACE) {
          return Optional.of(choice(shape, arithmetic, proposal, workspace));
        }
      }
      return Optional.empty();
    }
  }

  /// The fastest algorithm, which is measured unless that was done before.
  private Optional<AlgorithmCache.Entry> measured(
      ConvolutionShape shape, DnnArithmetic arithmetic, ConvolutionDescriptors descriptors) {
    AlgorithmCache cache = cache();
    String signature = arithmetic.name().toLowerCase(Locale.ROOT) + " " + shape.signature();
    Optional<AlgorithmCache.Entry> known = cache.find(signature);
    if (known.isPresent()) {
      return known;
    }
    try (Measurement measurement = new Measurement(context, shape, arithmetic, MOST_WORKSPACE)) {
      Optional<AlgorithmCache.Entry> fastest = measurement.fastest(handle(), descriptors);
      fastest.ifPresent(entry -> cache.put(signature, entry));
      return fastest;
    } catch (CudaException e) {
      LOGGER.warn("{} is not measured: {}", signature, e.getMessage());
      return Optional.empty();
    }
  }

  private AlgorithmCache cache() {
    AlgorithmCache opened = measured;
    if (opened == null) {
      opened =
          AlgorithmCache.open(
              folder, context.name(), context.architecture(), JCudnn.cudnnGetVersion());
      measured = opened;
    }
    return opened;
  }

  private ConvolutionChoice choice(
      ConvolutionShape shape, DnnArithmetic arithmetic, Proposal proposal, long workspace) {
    long apart = -1;
    boolean last = shape.format() == DataFormat.NHWC;
    int row = last ? shape.channels() : shape.width();
    int outRow = last ? shape.outChannels() : shape.outWidth();
    try (ConvolutionDescriptors descriptors =
        new ConvolutionDescriptors(
            shape,
            arithmetic,
            proposal.mathType,
            Math.ceilDiv(row, ROOM) * (long) ROOM + ROOM,
            Math.ceilDiv(outRow, ROOM) * (long) ROOM + ROOM)) {
      apart = workspace(descriptors, shape.transposed(), proposal.algorithm);
    } catch (CudaException e) {
      if (!DnnStatus.isRefusal(e)) {
        throw e;
      }
    }
    boolean pitched = apart >= 0 && apart <= MOST_WORKSPACE;
    return new ConvolutionChoice(
        shape.transposed(),
        proposal.algorithm,
        proposal.mathType,
        pitched ? Math.max(workspace, apart) : workspace,
        pitched);
  }

  private List<Proposal> forward(ConvolutionDescriptors descriptors, DnnArithmetic arithmetic) {
    cudnnConvolutionFwdAlgoPerf[] found = new cudnnConvolutionFwdAlgoPerf[MOST_ALGORITHMS];
    for (int i = 0; i < found.length; i++) {
      found[i] = new cudnnConvolutionFwdAlgoPerf();
    }
    int[] count = new int[1];
    DnnStatus.check(
        "cudnnGetConvolutionForwardAlgorithm_v7",
        JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(
            handle(),
            descriptors.images(),
            descriptors.filter(),
            descriptors.convolution(),
            descriptors.results(),
            found.length,
            count,
            found));
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < count[0]; i++) {
      if (found[i].status == 0 && found[i].determinism == DETERMINISTIC) {
        proposals.add(new Proposal(found[i].algo, arithmetic.mathType()));
      }
    }
    return proposals;
  }

  private List<Proposal> backward(ConvolutionDescriptors descriptors, DnnArithmetic arithmetic) {
    cudnnConvolutionBwdDataAlgoPerf[] found = new cudnnConvolutionBwdDataAlgoPerf[MOST_ALGORITHMS];
    for (int i = 0; i < found.length; i++) {
      found[i] = new cudnnConvolutionBwdDataAlgoPerf();
    }
    int[] count = new int[1];
    DnnStatus.check(
        "cudnnGetConvolutionBackwardDataAlgorithm_v7",
        JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7(
            handle(),
            descriptors.filter(),
            descriptors.results(),
            descriptors.convolution(),
            descriptors.images(),
            found.length,
            count,
            found));
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < count[0]; i++) {
      if (found[i].status == 0 && found[i].determinism == DETERMINISTIC) {
        proposals.add(new Proposal(found[i].algo, arithmetic.mathType()));
      }
    }
    return proposals;
  }

  /// The bytes that an algorithm needs, or -1 if it cannot be used.
  private long workspace(ConvolutionDescriptors descriptors, boolean transposed, int algorithm) {
    long[] bytes = new long[1];
    int status =
        transposed
            ? JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize(
                handle(),
                descriptors.filter(),
                descriptors.results(),
                descriptors.convolution(),
                descriptors.images(),
                algorithm,
                bytes)
            : JCudnn.cudnnGetConvolutionForwardWorkspaceSize(
                handle(),
                descriptors.images(),
                descriptors.filter(),
                descriptors.convolution(),
                descriptors.results(),
                algorithm,
                bytes);
    return status == 0 ? bytes[0] : -1;
  }

  private NativeHandle handle() {
    NativeHandle made = handle;
    if (made == null) {
      made = new NativeHandle();
      DnnStatus.check("cudnnCreate", JCudnn.cudnnCreate(made));
      handle = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    NativeHandle made = handle;
    handle = null;
    if (made != null && context.enterToClose()) {
      DnnStatus.check("cudnnDestroy", JCudnn.cudnnDestroy(made));
    }
  }
}
