package io.scopegraph.cuda;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.driver.CapturedGraph;
import io.scopegraph.cuda.driver.Context;
import io.scopegraph.cuda.driver.CudaException;
import io.scopegraph.cuda.driver.DeviceBlock;
import io.scopegraph.cuda.driver.Stream;
import io.scopegraph.cuda.driver.Timer;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.cuda.op.CudaKernel;
import io.scopegraph.cuda.op.LaunchContext;
import io.scopegraph.cuda.op.StepMemory;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.runtime.spi.Executable;
import io.scopegraph.runtime.spi.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program on a stream. The first run puts each call on the stream, which makes the libraries
/// load and reserve what they need; the second captures the calls, copies of inputs and results
/// included, as one CUDA graph; all later ones replay it.
final class CudaExecutable implements Executable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CudaExecutable.class);

  /// The property that makes each step wait for its end, so that a failure is found where it
  /// happens.
  private static final String DEBUG = "scopegraph.cuda.debug";

  private enum State {
    FRESH,
    WARM,
    CAPTURED,
    EAGER
  }

  private final Stream stream;
  private final Context context;
  private final ImmutableList<Step> steps;
  private final int firstNode;
  private final boolean debugged = Boolean.getBoolean(DEBUG);
  private State state = State.FRESH;
  private String reason = "";
  private @Nullable CapturedGraph graph;
  private @Nullable Timer timer;
  private boolean closed;

  /// What is put on the stream at once.
  ///
  /// @param name for errors: the node, or the copies
  private record Step(String name, Work work) {}

  private CudaExecutable(Stream stream, ImmutableList<Step> steps, int firstNode) {
    this.stream = stream;
    this.context = stream.context();
    this.steps = steps;
    this.firstNode = firstNode;
  }

  /// Prepares a program on a stream.
  ///
  /// @throws DeviceException if a node cannot be prepared
  static CudaExecutable of(Program program, LaunchContext launches) {
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    Stream stream = launches.stream();
    program.uploads().forEach(copy -> steps.add(new Step("upload", copy(stream, copy, true))));
    try {
      for (Program.Step step : program.steps()) {
        steps.add(new Step(step.node().name(), bind(step, launches)));
      }
    } catch (DeviceException e) {
      steps.build().forEach(step -> step.work().close());
      throw e;
    }
    program.downloads().forEach(copy -> steps.add(new Step("download", copy(stream, copy, false))));
    return new CudaExecutable(stream, steps.build(), program.uploads().size());
  }

  private static Work bind(Program.Step step, LaunchContext launches) {
    if (!(step.kernel() instanceof CudaKernel kernel)) {
      throw new DeviceException(
          "cuda: the kernel of \"%s\" was not selected by this backend"
              .formatted(step.node().name()));
    }
    try {
      return kernel.bind(StepMemory.of(step), launches);
    } catch (CudaException e) {
      throw e.at(describe(step));
    }
  }

  private static String describe(Program.Step step) {
    return "%s \"%s\"".formatted(step.node().op().type(), step.node().name());
  }

  private static Work copy(Stream stream, Program.Copy copy, boolean up) {
    if (!(copy.device() instanceof DeviceBlock block)) {
      throw new DeviceException("cuda: a buffer was planned in another device's memory");
    }
    long device = block.address() + copy.offset();
    long host = Objects.requireNonNull(copy.staging().host()).address() + copy.offset();
    return up
        ? stream.uploading(device, host, copy.bytes())
        : stream.downloading(host, device, copy.bytes());
  }

  @Override
  public void run() {
    enter();
    switch (state) {
      case FRESH -> {
        enqueueAll();
        state = debugged ? State.EAGER : State.WARM;
        reason = debugged ? "-D" + DEBUG : "";
      }
      case WARM -> captureAndRun();
      case CAPTURED -> launch();
      case EAGER -> enqueueAll();
    }
    await();
  }

  private void enter() {
    try {
      context.enter();
    } catch (CudaException e) {
      throw e.at("an earlier failure made the device unusable; open it again in a new process");
    }
  }

  private void captureAndRun() {
    try {
      graph = CapturedGraph.capture(stream, this::enqueueAll);
      state = State.CAPTURED;
      launch();
    } catch (DeviceException | CudaException e) {
      if (context.isLost()) {
        throw e instanceof CudaException cuda ? cuda.at("capture") : e;
      }
      state = State.EAGER;
      reason = String.valueOf(e.getMessage());
      LOGGER.warn("cuda: each call is made in each run, because capture failed: {}", reason);
      enqueueAll();
    }
  }

  private void launch() {
    try {
      Objects.requireNonNull(graph).launch();
    } catch (CudaException e) {
      throw failed(e, "the captured graph");
    }
  }

  private void enqueueAll() {
    // By index: an iterator would be an allocation in every run.
    for (int i = 0; i < steps.size(); i++) {
      enqueue(steps.get(i));
    }
  }

  private void enqueue(Step step) {
    try {
      step.work().enqueue();
      if (debugged) {
        stream.synchronize();
      }
    } catch (CudaException e) {
      throw failed(e, step.name());
    }
  }

  private void await() {
    try {
      stream.synchronize();
    } catch (CudaException e) {
      throw failed(e, "some node of this run (-D%s=true finds out which)".formatted(DEBUG));
    }
  }

  private DeviceException failed(CudaException failure, String where) {
    if (failure.isSticky()) {
      context.lose(failure);
    }
    return failure.at(where);
  }

  @Override
  public void profile(long[] nanos) {
    enter();
    int nodes = nanos.length;
    if (timer == null) {
      timer = new Timer(stream, nodes + 1);
    }
    for (int i = 0; i < steps.size(); i++) {
      if (i >= firstNode && i <= firstNode + nodes) {
        timer.mark(i - firstNode);
      }
      enqueue(steps.get(i));
    }
    if (steps.size() == firstNode + nodes) {
      timer.mark(nodes);
    }
    await();
    for (int node = 0; node < nodes; node++) {
      nanos[node] += timer.nanos(node);
    }
  }

  @Override
  public String mode() {
    return switch (state) {
      case FRESH, WARM -> "to be captured as a CUDA graph";
      case CAPTURED ->
          "one CUDA graph of %d nodes, replayed".formatted(Objects.requireNonNull(graph).nodes());
      case EAGER -> "call by call: " + reason;
    };
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (graph != null) {
      graph.close();
    }
    if (timer != null) {
      timer.close();
    }
    steps.reverse().forEach(step -> step.work().close());
  }
}
