package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Variables;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.runtime.pass.GraphPipeline;
import io.scopegraph.runtime.pass.RemoveDeadNodes;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.MemoryPlanner;
import io.scopegraph.runtime.plan.PlannedGraph;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A graph on a device, ready to run.
///
/// ```java
/// try (Session session = Session.open(graph)) {
///   Tensor y = session.run(Map.of("x", x)).get("y");
/// }
/// ```
///
/// For each new set of input shapes the graph is specialised and planned once; plans are kept, up
/// to a number, and share one arena, which is as large as the largest of them wants it. Weights
/// live in a [VariableStore]. Nothing is allocated on the device before the first run, and nothing
/// by a run whose shapes have been seen.
///
/// Safe for use by any thread; runs are done one after the other.
public final class Session implements Variables, AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final SessionOptions options;
  private final VariableStore store;
  private final boolean ownsStore;
  private final Device device;
  private final String name;
  private final Graph graph;
  private final Inputs inputs;
  private final ImmutableMap<String, TensorSpec> variables;
  private final SessionMemory memory;

  /// The kept specialisations, the least recently used first.
  private final LinkedHashMap<ImmutableMap<String, Shape>, Specialisation> cache =
      new LinkedHashMap<>(16, 0.75f, true);

  private @Nullable Specialisation current;
  private boolean closed;

  private Session(Graph graph, SessionOptions options, VariableStore store, boolean ownsStore) {
    this.options = options;
    this.store = store;
    this.ownsStore = ownsStore;
    this.device = store.device();
    Graph whole = options.outputs().isEmpty() ? graph : graph.withOutputs(options.outputs());
    Graph wanted = new RemoveDeadNodes().apply(whole);
    this.graph = GraphPipeline.optimize(wanted, device.preferredFormat());
    this.inputs = new Inputs(this.graph);
    this.variables =
        ImmutableMap.copyOf(
            Maps.transformValues(wanted.variables(), node -> node.outputs().getFirst()));
    this.name = store.join(options.name(), wanted, WeightReaders.of(wanted, this.graph));
    this.memory = new SessionMemory(device, name);
  }

  /// Opens a session with [SessionOptions#DEFAULT].
  public static Session open(Graph graph) {
    return open(graph, SessionOptions.DEFAULT);
  }

  /// Opens a session. A graph whose input shapes are all known is planned at once.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if no device can be opened
  /// @throws io.scopegraph.graph.InvalidGraphException if a wanted output does not exist
  /// @throws VariableConflictException if a variable means something else to the store
  /// @throws io.scopegraph.op.UnsupportedOpException with all nodes that the device cannot run
  /// @throws MemoryBudgetException if the plan exceeds the budget
  public static Session open(Graph graph, SessionOptions options) {
    VariableStore given = options.store();
    VariableStore store =
        given == null ? VariableStore.open(options.device(), options.threads()) : given;
    try {
      Session session = new Session(graph, options, store, given == null);
      session.planKnownShapes();
      return session;
    } catch (RuntimeException e) {
      if (given == null) {
        store.close();
      }
      throw e;
    }
  }

  private void planKnownShapes() {
    if (!inputs.areFullyDefined()) {
      return;
    }
    try {
      plan(ImmutableMap.of());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// The session's name: that of the options, made unique among the sessions of the store.
  public String name() {
    return name;
  }

  /// For people: `cpu (2 threads, 512-bit vectors)`.
  public String deviceName() {
    return device.name();
  }

  /// What is to be fed, by name.
  public ImmutableMap<String, TensorSpec> inputs() {
    return inputs.specs();
  }

  /// What is known of the results before running, by name.
  public ImmutableMap<String, TensorSpec> outputs() {
    return ImmutableMap.copyOf(Maps.transformValues(graph.outputs(), graph::spec));
  }

  /// The variables on which the outputs depend, by name, in the order of the graph.
  @Override
  public ImmutableMap<String, TensorSpec> variables() {
    return variables;
  }

  /// A copy of the value of one of the session's variables.
  ///
  /// @throws IllegalArgumentException if the session has no such variable
  /// @throws IllegalStateException if the session or its store is closed
  @Override
  public Tensor read(String variable) {
    lock.lock();
    try {
      checkOpen();
      checkVariable(variable);
      return store.read(variable);
    } finally {
      lock.unlock();
    }
  }

  /// Sets variables of the session, for all sessions of its store.
  ///
  /// @throws IllegalArgumentException if the session has no such variable or it has another spec;
  ///   none is set then
  /// @throws IllegalStateException if the session or its store is closed
  @Override
  public void assign(Map<String, Tensor> values) {
    lock.lock();
    try {
      checkOpen();
      values.keySet().forEach(this::checkVariable);
      store.assign(values);
    } finally {
      lock.unlock();
    }
  }

  private void checkVariable(String variable) {
    if (!variables.containsKey(variable)) {
      throw new IllegalArgumentException(
          "Session \"%s\" has no variable \"%s\"; nearest: %s"
              .formatted(name, variable, NearestNames.suggest(variable, variables.keySet())));
    }
  }

  /// Runs the graph.
  ///
  /// @param feeds a tensor for each input, by name; they are copied to the device
  /// @return the results, in memory of their own
  /// @throws IllegalArgumentException if a name, a dtype or a shape is wrong, or an input is
  ///   missing
  /// @throws IllegalStateException if the session is closed
  /// @throws io.scopegraph.op.InvalidOpException if an op does not take the shapes
  /// @throws io.scopegraph.op.UnsupportedOpException with all nodes that the device cannot run
  /// @throws MemoryBudgetException if the plan for these shapes exceeds the budget
  /// @throws io.scopegraph.runtime.spi.DeviceException if the device fails
  public Results run(Map<String, Tensor> feeds) {
    lock.lock();
    try {
      Specialisation specialisation = prepare(feeds);
      execute(specialisation, feeds);
      ImmutableMap<String, Tensor> results = specialisation.allocateResults();
      specialisation.read(results, memory);
      return new Results(results);
    } finally {
      lock.unlock();
    }
  }

  /// Runs the graph and copies results into the caller's tensors, so that a run with shapes that
  /// have been seen allocates nothing.
  ///
  /// @param results tensors of the outputs' specs, by name; outputs without one are not copied
  /// @throws IllegalArgumentException also if there is no such output or its spec differs; nothing
  ///   has run then
  /// @see #run(Map)
  public void run(Map<String, Tensor> feeds, Map<String, Tensor> results) {
    lock.lock();
    try {
      Specialisation specialisation = prepare(feeds);
      specialisation.checkTargets(results);
      execute(specialisation, feeds);
      specialisation.read(results, memory);
    } finally {
      lock.unlock();
    }
  }

  /// Runs the graph several times and says how long each op takes, in the order of the ops.
  ///
  /// @throws IllegalArgumentException as [#run(Map)] does
  public List<OpTiming> profile(Map<String, Tensor> feeds, int runs) {
    lock.lock();
    try {
      Specialisation specialisation = prepare(feeds);
      specialisation.write(feeds, memory);
      long[] nanos = new long[specialisation.plan().steps().size()];
      long stamp = store.beginRun();
      try {
        for (int run = 0; run < runs; run++) {
          specialisation.executable().profile(nanos);
        }
      } finally {
        store.endRun(stamp);
      }
      return specialisation.timings(nanos);
    } finally {
      lock.unlock();
    }
  }

  /// The memory plan for inputs of certain shapes. Nothing is allocated on the device and nothing
  /// runs.
  ///
  /// @param shapes by the name of the input; inputs of fully defined shape may be left out
  /// @throws IllegalArgumentException if a name or a shape is wrong or missing
  /// @throws IllegalStateException if the session is closed
  /// @throws MemoryBudgetException if the plan exceeds the budget
  public MemoryPlan plan(Map<String, Shape> shapes) {
    lock.lock();
    try {
      checkOpen();
      return specialise(inputs.complete(shapes)).plan();
    } finally {
      lock.unlock();
    }
  }

  /// What the session's store and all of its sessions hold on the device now.
  public MemoryReport memoryReport() {
    return store.memoryReport();
  }

  /// Checks that variables of the session's store are shared, see [VariableStore#assertShared].
  ///
  /// @throws AssertionError with a table of the variables if one is not shared
  public void assertShared(String prefix) {
    store.assertShared(prefix);
  }

  private Specialisation prepare(Map<String, Tensor> feeds) {
    checkOpen();
    Specialisation last = current;
    Specialisation specialisation =
        last != null && last.accepts(feeds) ? last : specialise(inputs.shapes(feeds));
    bind(specialisation);
    current = specialisation;
    return specialisation;
  }

  private void execute(Specialisation specialisation, Map<String, Tensor> feeds) {
    specialisation.write(feeds, memory);
    long stamp = store.beginRun();
    try {
      specialisation.executable().run();
    } finally {
      store.endRun(stamp);
    }
  }

  private Specialisation specialise(ImmutableMap<String, Shape> shapes) {
    Specialisation known = cache.get(shapes);
    if (known != null) {
      return known;
    }
    PlannedGraph planned =
        PlannedGraph.of(GraphPipeline.specialize(graph, shapes), device.viewAlignment());
    MemoryPlan plan =
        MemoryPlanner.plan(
            planned,
            KernelSelection.select(device, planned),
            new MemoryPlanner.Options(
                device.name(),
                device.alignment(),
                device.viewAlignment(),
                options.arenaReuse(),
                options.aliasing()));
    if (plan.totalBytes() > options.memoryBudget()) {
      throw new MemoryBudgetException(plan, plan.totalBytes(), options.memoryBudget());
    }
    ImmutableMap<String, TensorSpec> fed =
        ImmutableMap.copyOf(
            Maps.transformEntries(
                inputs.specs(),
                (input, spec) -> spec.withShape(Objects.requireNonNull(shapes.get(input)))));
    Specialisation specialisation = new Specialisation(fed, plan);
    cache.put(shapes, specialisation);
    while (cache.size() > options.planCacheSize()) {
      drop(cache.values().iterator());
    }
    return specialisation;
  }

  private void drop(Iterator<Specialisation> position) {
    Specialisation dropped = position.next();
    position.remove();
    if (dropped == current) {
      current = null;
    }
    dropped.close();
  }

  private void bind(Specialisation specialisation) {
    if (specialisation.isBound()) {
      return;
    }
    MemoryPlan plan = specialisation.plan();
    if (memory.bytesWith(plan) + store.weightBytes(name, plan) > options.memoryBudget()) {
      cache.values().forEach(Specialisation::close);
      memory.close();
    }
    if (!memory.fits(plan)) {
      cache.values().forEach(Specialisation::unbind);
      try {
        memory.grow(plan);
      } finally {
        store.record(memory.report());
      }
    }
    specialisation.bind(device, store, name, memory);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Session \"" + name + "\" is closed");
    }
  }

  /// Gives back all that the session holds; waits for a run under way. Closing twice does nothing.
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      cache.values().forEach(Specialisation::close);
      cache.clear();
      memory.close();
      store.leave(name);
      if (ownsStore) {
        store.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
