package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Variables;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedBuffer;
import io.scopegraph.runtime.plan.PlannedWeight;
import io.scopegraph.runtime.plan.WeightKey;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The weights on one device: one allocation for each variable name, for each constant's contents,
/// and for each form in which kernels want one of them. Sessions opened on one store share them.
///
/// An allocation lives as long as a session uses it. A variable that was set with [#assign] or
/// [#swap] keeps its value, and its memory, until the store is closed.
///
/// Safe for use by any thread. The store's memory is given back when the store and all of its
/// sessions are closed, in whatever order.
public final class VariableStore implements Variables, AutoCloseable {
  private final AccountedDevice device;
  private final boolean ownsDevice;
  private final VariableDeclarations declarations = new VariableDeclarations();
  private final StoreSessions sessions = new StoreSessions();
  private final RunGate gate = new RunGate();
  private final WeightTable weights;
  private final Runnable unwatch;
  private boolean closed;
  private boolean released;

  private VariableStore(Device device, boolean ownsDevice) {
    this.device = new AccountedDevice(device);
    this.ownsDevice = ownsDevice;
    this.weights = new WeightTable(this.device);
    this.unwatch = WeightEvents.watch(this);
  }

  /// A store on the best device.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if no backend can run here
  public static VariableStore open() {
    return open(DeviceSelection.AUTO, 0);
  }

  /// A store on a device that is opened for it, and closed with it.
  ///
  /// @param deviceName as for [DeviceSelection#open]
  /// @throws io.scopegraph.runtime.spi.DeviceException if the device cannot be opened
  public static VariableStore open(String deviceName, int threads) {
    return new VariableStore(DeviceSelection.open(deviceName, threads), true);
  }

  /// A store on a device that stays the caller's.
  public static VariableStore on(Device device) {
    return new VariableStore(device, false);
  }

  /// The bytes that the store's device still has, as far as can be told: other processes may take
  /// them. [Long#MAX_VALUE] if the device does not know.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if the device fails
  public long freeBytes() {
    return device.freeBytes();
  }

  AccountedDevice device() {
    return device;
  }

  /// Sets variables, from now on for all sessions; waits for the runs under way, and no run sees
  /// some of them set and others not. A name that no session uses yet is kept for later ones. A
  /// [#swap] in place, of a part of the variables.
  ///
  /// @throws IllegalArgumentException if a variable has another spec; none is set then
  /// @throws IllegalStateException if the store is closed
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory; none is set then
  @Override
  public void assign(Map<String, Tensor> values) {
    swap(values, SwapOptions.DEFAULT.mode(SwapOptions.Mode.IN_PLACE));
  }

  /// What [#swap] would do with these values now. Changes nothing.
  ///
  /// @throws IllegalArgumentException as [#swap] does
  /// @throws IllegalStateException if the store is closed
  public synchronized SwapPlan planSwap(Map<String, Tensor> values, SwapOptions options) {
    checkOpen();
    return swapOf(options).plan(values);
  }

  /// Puts another version of the weights in the place of the present one. Each run, in whatever
  /// session, sees the old version or the new one, never parts of both. A variable whose contents
  /// are equal in both is left alone, and so are the forms that kernels made of it.
  ///
  /// Runs go on while the versions are compared and, unless it is done in place, while the forms
  /// are made; sessions cannot be opened, nor new shapes be run, before it is done. If it fails,
  /// the old version stays. Only if the device itself fails while it is written to, variables may
  /// be neither old nor new; runs are refused then until these variables are set again.
  ///
  /// @param values by name, each asked for once; names that no session has yet are kept for later
  ///   ones. They may be computed on demand: only those that differ are held until the end
  /// @return what was done
  /// @throws IllegalArgumentException if a value has another spec than its variable, or if the
  ///   version is to be complete and lacks a variable of a session
  /// @throws SwapBudgetException if it would take more memory than the options allow
  /// @throws IllegalStateException if the store is closed
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory
  @CanIgnoreReturnValue
  public synchronized SwapPlan swap(Map<String, Tensor> values, SwapOptions options) {
    checkOpen();
    WeightSwap swap = swapOf(options);
    SwapPlan plan = swap.plan(values);
    if (plan.peakBytes() > options.maxBytes()) {
      throw new SwapBudgetException(plan, options.maxBytes());
    }
    WeightEvents.swapped(device, plan, swap.apply());
    return plan;
  }

  private WeightSwap swapOf(SwapOptions options) {
    return new WeightSwap(weights, declarations, gate, options);
  }

  /// A copy of a variable's value.
  ///
  /// @throws IllegalArgumentException if no session declares the name and nothing was assigned
  /// @throws IllegalStateException if the store is closed
  @Override
  public synchronized Tensor read(String name) {
    checkOpen();
    TensorSpec spec = declarations.spec(name);
    StoredWeight weight = weights.variable(name);
    return weight == null ? declarations.initialValue(name).copy() : read(weight, spec);
  }

  private static Tensor read(StoredWeight weight, TensorSpec spec) {
    Tensor value = Tensor.allocate(spec);
    weight.memory().read(0, value.segment());
    return value;
  }

  /// The names of all variables, those of sessions and those that were assigned.
  public synchronized ImmutableList<String> names() {
    return declarations.names();
  }

  /// All variables, those of sessions and those that were assigned.
  @Override
  public synchronized ImmutableMap<String, TensorSpec> variables() {
    return declarations.specs();
  }

  /// What the store and its sessions hold on the device now.
  public synchronized MemoryReport memoryReport() {
    return MemoryReport.of(
        device.name(),
        weights.all().stream().map(StoredWeight::report).collect(toImmutableList()),
        sessions.report());
  }

  /// Gives a running Java Flight Recorder one event `io.scopegraph.WeightSnapshot` for each weight.
  /// Recordings get them also from time to time, as their settings say.
  public void recordSnapshot() {
    WeightEvents.snapshot(this);
  }

  /// Checks that variables are shared: that each one is read by two nodes or more, in one session
  /// or several, and that kernels read it in one form at most beside the plain one. To be called in
  /// tests, or when a service starts; a session counts from the moment it is open, whether it has
  /// run or not, and forms from the first run.
  ///
  /// @param prefix what the names begin with: `siamese/` for all variables of that scope
  /// @throws AssertionError with a table of the variables and of their allocations if one is not
  ///   shared; also if no session has a variable of such a name
  public synchronized void assertShared(String prefix) {
    List<SharingCheck.Row> rows =
        names().stream().filter(name -> name.startsWith(prefix)).map(this::sharing).toList();
    if (rows.isEmpty()) {
      throw new AssertionError(
          "There is no variable below \"%s\"; nearest: %s"
              .formatted(prefix, NearestNames.suggest(prefix, names())));
    }
    SharingCheck.check(prefix, rows);
  }

  private SharingCheck.Row sharing(String name) {
    ImmutableList<StoredWeight> forms = weights.forms(name);
    return new SharingCheck.Row(
        name,
        declarations.spec(name).byteSize(),
        forms.stream().map(StoredWeight::form).collect(toImmutableList()),
        forms.stream().mapToLong(form -> form.memory().bytes()).sum(),
        sessions.users(name));
  }

  /// Admits a session.
  ///
  /// @param graphReaders the nodes that read the weights
  /// @return the session's name, made unique
  /// @throws VariableConflictException if one of its variables means something else to the store
  synchronized String join(
      String wanted, Precision precision, Graph graph, WeightReaders graphReaders) {
    checkOpen();
    String name = sessions.unique(wanted);
    declarations.declare(
        name, graph.variables().values().stream().map(VariableStore::variable).toList());
    sessions.add(name, precision, graphReaders);
    return name;
  }

  /// Admits an arena that sessions share.
  ///
  /// @return its name, made unique among the sessions
  synchronized String admit(String wanted) {
    checkOpen();
    String name = sessions.unique(wanted);
    sessions.record(new MemoryReport.SessionBytes(name, MemoryReport.NONE, 0, 0, 0));
    return name;
  }

  private static VariableOp variable(Node node) {
    return (VariableOp) node.op();
  }

  /// Records what a session holds beside the store.
  synchronized void record(MemoryReport.SessionBytes bytes) {
    sessions.record(bytes);
  }

  /// Dismisses a session, all of whose leases are closed.
  synchronized void leave(String session) {
    sessions.remove(session);
    declarations.withdraw(session);
    releaseIfUnused();
  }

  /// The bytes of weights that a session would use with a further plan.
  synchronized long weightBytes(String session, MemoryPlan plan) {
    long bytes = 0;
    for (StoredWeight weight : weights.all()) {
      bytes += weight.isUsedBy(session) ? weight.memory().bytes() : 0;
    }
    for (PlannedWeight planned : plan.weights()) {
      StoredWeight weight = weights.find(planned.key());
      if (weight == null || !weight.isUsedBy(session)) {
        bytes += plan.buffers().get(planned.buffer()).reserved();
      }
    }
    return bytes;
  }

  /// Gives a session the weights of a plan; those that are not there yet are allocated and filled.
  ///
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory; nothing is kept then
  synchronized WeightLease acquire(String session, MemoryPlan plan) {
    WeightLease lease = new WeightLease(this, session);
    try {
      for (PlannedWeight planned : plan.weights()) {
        StoredWeight weight = weights.find(planned.key());
        if (weight == null) {
          PlannedBuffer buffer = plan.buffers().get(planned.buffer());
          weight = weights.create(planned, buffer, plainContents(planned.key()).segment());
        }
        weight.acquire(session, sessions.nodes(session, planned, plan));
        lease.add(planned, weight.memory());
      }
      return lease;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private Tensor plainContents(WeightKey key) {
    return switch (key) {
      case WeightKey.Constant(Tensor value) -> value;
      case WeightKey.Packed(WeightKey plain, _) -> plainContents(plain);
      case WeightKey.Variable(String name) -> {
        @Nullable StoredWeight weight = weights.variable(name);
        yield weight == null
            ? declarations.initialValue(name)
            : read(weight, declarations.spec(name));
      }
    };
  }

  /// Gives back what a lease holds. Memory that nobody uses any more is freed, except that of
  /// assigned variables.
  synchronized void release(String session, Iterable<WeightKey> keys) {
    for (WeightKey key : keys) {
      StoredWeight weight = weights.find(key);
      if (weight == null) {
        continue;
      }
      weight.release(session);
      boolean kept =
          key instanceof WeightKey.Variable(String name) && declarations.isAssigned(name);
      if (!weight.isUsed() && !kept) {
        weights.free(key);
      }
    }
  }

  /// Begins a run; the weights keep their values until it ends.
  ///
  /// @throws IllegalStateException if the device failed while weights were written
  long beginRun() {
    return gate.beginRun();
  }

  void endRun(long stamp) {
    gate.endRun(stamp);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The variable store is closed");
    }
  }

  /// Closes the store to new sessions and gives back its memory as soon as its sessions are closed.
  /// Closing twice does nothing.
  @Override
  public synchronized void close() {
    closed = true;
    releaseIfUnused();
  }

  private void releaseIfUnused() {
    if (!closed || released || !sessions.isEmpty()) {
      return;
    }
    released = true;
    unwatch.run();
    weights.freeAll();
    if (ownsDevice) {
      device.close();
    }
  }
}
