package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Variables;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.op.SourceLine;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
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
/// live in a [VariableStore]. Nothing is allocated on the device before the first run, and neither
/// there nor on the Java heap by a run whose shapes have been seen.
///
/// Results are views of planned buffers, see [Results]: they are there until the next run.
///
/// Safe for use by any thread. Runs are done one after the other, or side by side on as many arenas
/// as [SessionOptions#concurrency] says. Where several threads run one session, a result may be
/// gone before its thread has looked at it: let the results be read, or copied, within the run
/// ([#run(Map, Function)], [#run(Map, Map)]).
///
/// A session that is forgotten instead of closed is closed some time after the garbage collector
/// has found it, and reported as a warning with the line that opened it.
public final class Session implements Variables, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final SessionCore core;
  private final Cleaner.Cleanable forgotten;

  private Session(SessionCore core, SourceLine opened) {
    this.core = core;
    this.forgotten = CLEANER.register(this, new ForgottenSession(core, opened));
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
  /// @throws IllegalArgumentException if the session is to be warmed up and not all of its input
  ///   shapes are known
  public static Session open(Graph graph, SessionOptions options) {
    SourceLine opened = SourceLine.ofCallerOf(Session.class);
    VariableStore given = options.store();
    VariableStore store =
        given == null ? VariableStore.open(options.device(), options.threads()) : given;
    SessionCore core;
    try {
      core = new SessionCore(graph, options, store, given == null);
    } catch (RuntimeException e) {
      if (given == null) {
        store.close();
      }
      throw e;
    }
    try {
      if (core.inputs().areFullyDefined()) {
        core.plan(ImmutableMap.of());
      }
      if (options.warmUp()) {
        WarmUp.run(core, ImmutableMap.of());
      }
      return new Session(core, opened);
    } catch (RuntimeException e) {
      core.close();
      throw e;
    }
  }

  /// The session's name: that of the options, made unique among the sessions of the store.
  public String name() {
    return core.name();
  }

  /// For people: `cpu (2 threads, 512-bit vectors)`.
  public String deviceName() {
    return core.store().device().name();
  }

  /// How exactly float32 is computed.
  public Precision precision() {
    return core.precision();
  }

  /// What is to be fed, by name.
  public ImmutableMap<String, TensorSpec> inputs() {
    return core.inputs().specs();
  }

  /// What is known of the results before running, by name.
  public ImmutableMap<String, TensorSpec> outputs() {
    return ImmutableMap.copyOf(Maps.transformValues(core.graph().outputs(), core.graph()::spec));
  }

  /// The variables on which the outputs depend, by name, in the order of the graph.
  @Override
  public ImmutableMap<String, TensorSpec> variables() {
    return core.variables();
  }

  /// A copy of the value of one of the session's variables.
  ///
  /// @throws IllegalArgumentException if the session has no such variable
  /// @throws IllegalStateException if the session or its store is closed
  @Override
  public Tensor read(String variable) {
    core.checkOpen();
    checkVariable(variable);
    return core.store().read(variable);
  }

  /// Sets variables of the session, for all sessions of its store.
  ///
  /// @throws IllegalArgumentException if the session has no such variable or it has another spec;
  ///   none is set then
  /// @throws IllegalStateException if the session or its store is closed
  @Override
  public void assign(Map<String, Tensor> values) {
    core.checkOpen();
    values.keySet().forEach(this::checkVariable);
    core.store().assign(values);
  }

  private void checkVariable(String variable) {
    if (!core.variables().containsKey(variable)) {
      throw new IllegalArgumentException(
          "Session \"%s\" has no variable \"%s\"; nearest: %s"
              .formatted(
                  name(), variable, NearestNames.suggest(variable, core.variables().keySet())));
    }
  }

  /// Runs the graph.
  ///
  /// @param feeds a tensor for each input, by name; they are copied to the device
  /// @return views of the results, which the next run overwrites
  /// @throws IllegalArgumentException if a name, a dtype or a shape is wrong, or an input is
  ///   missing
  /// @throws IllegalStateException if the session is closed, this thread is reading results of a
  ///   run, or a fed tensor is a result that is gone
  /// @throws io.scopegraph.op.InvalidOpException if an op does not take the shapes
  /// @throws io.scopegraph.op.UnsupportedOpException with all nodes that the device cannot run
  /// @throws MemoryBudgetException if the plan for these shapes exceeds the budget
  /// @throws io.scopegraph.runtime.spi.DeviceException if the device fails
  public Results run(Map<String, Tensor> feeds) {
    try {
      return core.run(feeds);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Runs the graph and copies results into the caller's tensors.
  ///
  /// @param results tensors of the outputs' specs, by name; outputs without one are not copied
  /// @throws IllegalArgumentException also if there is no such output or its spec differs; nothing
  ///   has run then
  /// @see #run(Map)
  public void run(Map<String, Tensor> feeds, Map<String, Tensor> results) {
    try {
      core.run(feeds, results);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Runs the graph and lends the results to a reader: no other run overwrites them before it
  /// returns, and they cannot be used any more afterwards. With `Results::copy` as the reader, the
  /// results stay.
  ///
  /// @param reader must not use the session, except to close it, which happens at the reader's end
  /// @return what the reader returns
  /// @see #run(Map)
  public <R extends @Nullable Object> R run(
      Map<String, Tensor> feeds, Function<? super Results, ? extends R> reader) {
    try {
      return core.run(feeds, reader);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Runs the graph without copying anything on the host: a writer fills the planned input buffers,
  /// a reader looks at the planned outputs.
  ///
  /// @param shapes by the name of the input; inputs of fully defined shape may be left out
  /// @param writer fills all inputs; must not use the session
  /// @param reader as for [#run(Map, Function)]
  /// @return what the reader returns
  /// @throws IllegalArgumentException if a name or a shape is wrong or missing
  /// @see #run(Map)
  public <R extends @Nullable Object> R runInPlace(
      Map<String, Shape> shapes,
      Consumer<? super PlannedInputs> writer,
      Function<? super Results, ? extends R> reader) {
    try {
      return core.runInPlace(shapes, writer, reader);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Runs the graph on zeros until runs are as fast as they get: plans, reserves memory, packs
  /// weights, and waits for code that is compiled in the background. On the CPU this takes a few
  /// seconds in a JVM that has just started, and little later on. Results of earlier runs are gone
  /// afterwards.
  ///
  /// @param shapes by the name of the input; inputs of fully defined shape may be left out
  /// @throws IllegalArgumentException if a name or a shape is wrong or missing
  /// @throws IllegalStateException if the session is closed
  /// @see SessionOptions#warmUp
  public void warmUp(Map<String, Shape> shapes) {
    try {
      WarmUp.run(core, shapes);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Runs the graph several times and says how long each op takes, in the order of the ops.
  ///
  /// @throws IllegalArgumentException as [#run(Map)] does
  public List<OpTiming> profile(Map<String, Tensor> feeds, int runs) {
    try {
      return core.profile(feeds, runs);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// How the device runs each plan that has run, on each arena that is not in use just now: whether
  /// as one captured graph, or step by step and why.
  ///
  /// @throws IllegalStateException if the session is closed
  public ImmutableList<RunMode> modes() {
    return core.modes();
  }

  /// The memory plan for inputs of certain shapes. Nothing is allocated on the device and nothing
  /// runs.
  ///
  /// @param shapes by the name of the input; inputs of fully defined shape may be left out
  /// @throws IllegalArgumentException if a name or a shape is wrong or missing
  /// @throws IllegalStateException if the session is closed
  /// @throws MemoryBudgetException if the plan exceeds the budget
  public MemoryPlan plan(Map<String, Shape> shapes) {
    return core.plan(shapes).plan();
  }

  /// The largest batch for which the session would hold no more than a number of bytes on the
  /// device, its weights included. Nothing is allocated there and nothing runs.
  ///
  /// @param shapes of inputs that leave more open than their first extent, by name; their first
  ///   extents do not matter
  /// @return empty if not even a batch of 1 fits
  /// @throws IllegalArgumentException if no input has an open first extent, or another extent is
  ///   not known
  /// @throws IllegalStateException if the session is closed
  public OptionalLong largestBatch(Map<String, Shape> shapes, long bytes) {
    return core.largestBatch(shapes, bytes);
  }

  /// What the session's store and all of its sessions hold on the device now.
  public MemoryReport memoryReport() {
    return core.store().memoryReport();
  }

  /// Checks that variables of the session's store are shared, see [VariableStore#assertShared].
  ///
  /// @throws AssertionError with a table of the variables if one is not shared
  public void assertShared(String prefix) {
    core.store().assertShared(prefix);
  }

  /// Gives back all that the session holds; waits for the runs under way. Closing twice does
  /// nothing. Any thread may close, at any time; results are gone then.
  @Override
  public void close() {
    core.close();
    forgotten.clean();
  }
}
