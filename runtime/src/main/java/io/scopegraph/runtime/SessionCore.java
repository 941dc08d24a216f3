package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.pass.GraphPipeline;
import io.scopegraph.runtime.pass.LowerPrecision;
import io.scopegraph.runtime.pass.RemoveDeadNodes;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a [Session] holds and does. It does not know the session itself, so that a session which
/// nobody refers to any more is noticed.
final class SessionCore {
  private final VariableStore store;
  private final boolean ownsStore;
  private final String name;
  private final Precision precision;
  private final Graph graph;
  private final Inputs inputs;
  private final ImmutableMap<String, TensorSpec> variables;
  private final ShapePlanner planner;
  private final PlanCache plans;
  private final LanePool lanes;
  private final LaneBinder binder;
  private final @Nullable SharedArena sharedArena;
  private boolean disposed;

  SessionCore(Graph graph, SessionOptions options, VariableStore store, boolean ownsStore) {
    this.store = store;
    this.ownsStore = ownsStore;
    AccountedDevice device = store.device();
    Graph whole = options.outputs().isEmpty() ? graph : graph.withOutputs(options.outputs());
    Graph wanted = new RemoveDeadNodes().apply(whole);
    this.precision = options.kernels().precision();
    this.graph = GraphPipeline.optimize(wanted, device.preferredFormat(precision));
    this.inputs = new Inputs(this.graph);
    this.variables =
        ImmutableMap.copyOf(
            Maps.transformValues(wanted.variables(), node -> node.outputs().getFirst()));
    this.sharedArena = options.sharedArena();
    if (sharedArena != null) {
      sharedArena.join(store);
    }
    try {
      this.name =
          store.join(options.name(), precision, wanted, WeightReaders.of(wanted, this.graph));
    } catch (RuntimeException e) {
      if (sharedArena != null) {
        sharedArena.leave();
      }
      throw e;
    }
    this.planner =
        new ShapePlanner(
            this.graph, inputs.specs(), device, options, new LowerPrecision(precision));
    this.plans = new PlanCache(planner, inputs, options.planCacheSize());
    this.lanes = new LanePool(name, lanes(device, options.concurrency()));
    this.binder = new LaneBinder(name, precision, store, options.memoryBudget(), lanes);
  }

  private List<Lane> lanes(AccountedDevice device, int count) {
    return Stream.generate(
            () -> new Lane(new LaneMemory(device, name, sharedArena), new RunStamp(name)))
        .limit(count)
        .toList();
  }

  String name() {
    return name;
  }

  Precision precision() {
    return precision;
  }

  VariableStore store() {
    return store;
  }

  Graph graph() {
    return graph;
  }

  Inputs inputs() {
    return inputs;
  }

  ImmutableMap<String, TensorSpec> variables() {
    return variables;
  }

  void checkOpen() {
    lanes.checkOpen();
  }

  boolean isClosed() {
    return lanes.isClosed();
  }

  /// The bytes that the session holds on the device beside its weights.
  long bytes() {
    return lanes.lanes().stream().mapToLong(lane -> lane.memory().bytes()).sum();
  }

  ImmutableList<RunMode> modes() {
    checkOpen();
    ImmutableList.Builder<RunMode> modes = ImmutableList.builder();
    lanes.withFree(lane -> lane.describe(modes::add));
    disposeIfFinished();
    return modes.build();
  }

  PlannedShapes plan(Map<String, Shape> shapes) {
    checkOpen();
    PlannedShapes planned = plans.complete(shapes);
    lanes.withFree(Lane::prune);
    disposeIfFinished();
    return planned;
  }

  OptionalLong largestBatch(Map<String, Shape> shapes, long bytes) {
    checkOpen();
    return planner.largestBatch(BatchShapes.of(inputs.specs(), shapes), bytes);
  }

  Results run(Map<String, Tensor> feeds) {
    PlannedShapes planned = planned(feeds);
    Lane lane = lanes.acquire();
    try {
      return execute(lane, planned, feeds, null).outputs().next();
    } finally {
      release(lane);
    }
  }

  void run(Map<String, Tensor> feeds, Map<String, Tensor> results) {
    PlannedShapes planned = planned(feeds);
    Lane lane = lanes.acquire();
    try {
      execute(lane, planned, feeds, results).outputs().copyTo(results);
    } finally {
      release(lane);
    }
  }

  <R extends @Nullable Object> R run(
      Map<String, Tensor> feeds, Function<? super Results, ? extends R> reader) {
    PlannedShapes planned = planned(feeds);
    Lane lane = lanes.acquire();
    try {
      return read(execute(lane, planned, feeds, null).outputs(), reader);
    } finally {
      release(lane);
    }
  }

  private static <R extends @Nullable Object> R read(
      BoundOutputs outputs, Function<? super Results, ? extends R> reader) {
    try {
      return reader.apply(outputs.lend());
    } finally {
      outputs.takeBack();
    }
  }

  <R extends @Nullable Object> R runInPlace(
      Map<String, Shape> shapes,
      Consumer<? super PlannedInputs> writer,
      Function<? super Results, ? extends R> reader) {
    checkOpen();
    PlannedShapes planned = plans.complete(shapes);
    Lane lane = lanes.acquire();
    try {
      Specialisation specialisation;
      synchronized (turn(lane)) {
        specialisation = binder.begin(lane, planned, writer);
        execute(lane, specialisation);
      }
      return read(specialisation.outputs(), reader);
    } finally {
      release(lane);
    }
  }

  List<OpTiming> profile(Map<String, Tensor> feeds, int times) {
    PlannedShapes planned = planned(feeds);
    Lane lane = lanes.acquire();
    try {
      synchronized (turn(lane)) {
        Specialisation specialisation = binder.begin(lane, planned, feeds, null);
        long[] nanos = new long[specialisation.plan().steps().size()];
        long stamp = store.beginRun();
        try {
          for (int run = 0; run < times; run++) {
            specialisation.executable().profile(nanos);
          }
        } finally {
          store.endRun(stamp);
        }
        return specialisation.timings(nanos);
      }
    } finally {
      release(lane);
    }
  }

  private PlannedShapes planned(Map<String, Tensor> feeds) {
    checkOpen();
    return plans.find(feeds);
  }

  /// Runs on a lane that this thread has taken.
  ///
  /// @param targets the caller's tensors that will take results; checked before anything runs
  private Specialisation execute(
      Lane lane,
      PlannedShapes planned,
      Map<String, Tensor> feeds,
      @Nullable Map<String, Tensor> targets) {
    synchronized (turn(lane)) {
      Specialisation specialisation = binder.begin(lane, planned, feeds, targets);
      execute(lane, specialisation);
      return specialisation;
    }
  }

  private void execute(Lane lane, Specialisation specialisation) {
    long stamp = store.beginRun();
    try {
      specialisation.executable().run();
    } finally {
      store.endRun(stamp);
    }
    lane.memory().check();
  }

  /// What keeps sessions apart that share an arena.
  private Object turn(Lane lane) {
    return sharedArena == null ? lane : sharedArena.turn();
  }

  private void release(Lane lane) {
    try {
      lane.prune();
    } finally {
      lanes.release(lane);
      disposeIfFinished();
    }
  }

  /// Waits for the runs under way, except one of this thread, whose end closes the session then.
  void close() {
    lanes.close();
    if (lanes.isHeldHere()) {
      return;
    }
    lanes.awaitIdle();
    dispose();
  }

  /// The last to leave a closed session gives back what it holds.
  private void disposeIfFinished() {
    if (lanes.isFinished()) {
      dispose();
    }
  }

  private synchronized void dispose() {
    if (disposed) {
      return;
    }
    disposed = true;
    try {
      lanes.lanes().forEach(Lane::close);
    } finally {
      leave();
    }
  }

  private void leave() {
    try {
      if (sharedArena != null) {
        sharedArena.leave();
      }
    } finally {
      store.leave(name);
      if (ownsStore) {
        store.close();
      }
    }
  }
}
