package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Variables;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.plan.Alignment;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedBuffer;
import io.scopegraph.runtime.plan.PlannedWeight;
import io.scopegraph.runtime.plan.WeightKey;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceMemory;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/// The weights on one device: one allocation for each variable name, for each constant's contents,
/// and for each form in which kernels want one of them. Sessions opened on one store share them.
///
/// An allocation lives as long as a session uses it. A variable that was set with [#assign] keeps
/// its value, and its memory, until the store is closed.
///
/// Safe for use by any thread. The store's memory is given back when the store and all of its
/// sessions are closed, in whatever order.
public final class VariableStore implements Variables, AutoCloseable {
  private final AccountedDevice device;
  private final boolean ownsDevice;
  private final VariableDeclarations declarations = new VariableDeclarations();
  private final Map<WeightKey, StoredWeight> weights = new LinkedHashMap<>();
  private final Map<String, MemoryReport.SessionBytes> sessions = new LinkedHashMap<>();
  private final Map<String, WeightReaders> readers = new LinkedHashMap<>();

  /// Runs read the weights, [#assign] writes them.
  private final StampedLock contents = new StampedLock();

  private boolean closed;
  private boolean released;

  private VariableStore(Device device, boolean ownsDevice) {
    this.device = new AccountedDevice(device);
    this.ownsDevice = ownsDevice;
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

  AccountedDevice device() {
    return device;
  }

  /// Sets variables, from now on for all sessions; waits for the runs under way, and no run sees
  /// some of them set and others not. A name that no session uses yet is kept for later ones.
  ///
  /// @throws IllegalArgumentException if a variable has another spec; none is set then
  /// @throws IllegalStateException if the store is closed
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory; none is set then
  @Override
  public synchronized void assign(Map<String, Tensor> values) {
    checkOpen();
    values.forEach((name, value) -> declarations.check(name, value.spec()));
    weights.putAll(allocate(values));
    values.forEach((name, value) -> declarations.assign(name, value.spec()));
    long stamp = contents.writeLock();
    try {
      weights.forEach((key, weight) -> {
        String name = variableName(key);
        Tensor value = name == null ? null : values.get(name);
        if (value != null) {
          weight.fill(value.segment());
        }
      });
    } finally {
      contents.unlockWrite(stamp);
    }
  }

  /// The variable whose value a weight holds, in whatever form, or null.
  private static @Nullable String variableName(WeightKey key) {
    return switch (key) {
      case WeightKey.Constant _ -> null;
      case WeightKey.Packed(WeightKey plain, _) -> variableName(plain);
      case WeightKey.Variable(String name) -> name;
    };
  }

  /// Memory for the variables that have none yet, or an exception and no memory.
  private Map<WeightKey, StoredWeight> allocate(Map<String, Tensor> values) {
    Map<WeightKey, StoredWeight> allocated = new LinkedHashMap<>();
    try {
      values.forEach((name, value) -> {
        WeightKey key = new WeightKey.Variable(name);
        if (!weights.containsKey(key)) {
          long bytes = Alignment.up(value.byteSize(), device.alignment());
          DeviceMemory memory = device.allocate(name, bytes);
          allocated.put(key, new StoredWeight(name, BufferKind.VARIABLE, memory, null));
        }
      });
      return allocated;
    } catch (RuntimeException e) {
      allocated.values().forEach(StoredWeight::close);
      throw e;
    }
  }

  /// A copy of a variable's value.
  ///
  /// @throws IllegalArgumentException if no session declares the name and nothing was assigned
  /// @throws IllegalStateException if the store is closed
  @Override
  public synchronized Tensor read(String name) {
    checkOpen();
    TensorSpec spec = declarations.spec(name);
    StoredWeight weight = weights.get(new WeightKey.Variable(name));
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
    return new MemoryReport(
        device.name(),
        weights.values().stream().map(StoredWeight::report).collect(toImmutableList()),
        ImmutableList.copyOf(sessions.values()));
  }

  /// Checks that variables are shared: that each one is read by two nodes or more, in one session
  /// or several, and held in one allocation. To be called in tests, or when a service starts; a
  /// session counts from the moment it is open, whether it has run or not.
  ///
  /// @param prefix what the names begin with: `siamese/` for all variables of that scope
  /// @throws AssertionError with a table of the variables if one is not shared; also if no session
  ///   has a variable of such a name
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
    ImmutableList.Builder<MemoryReport.User> users = ImmutableList.builder();
    readers.forEach((session, list) -> {
      ImmutableList<String> nodes = list.of(new WeightKey.Variable(name));
      if (!nodes.isEmpty()) {
        users.add(new MemoryReport.User(session, nodes));
      }
    });
    return new SharingCheck.Row(
        name,
        declarations.spec(name).byteSize(),
        weights.values().stream().filter(weight -> weight.isVariable(name)).count(),
        users.build());
  }

  /// Admits a session.
  ///
  /// @param graphReaders the nodes that read the weights
  /// @return the session's name, made unique
  /// @throws VariableConflictException if one of its variables means something else to the store
  synchronized String join(String wanted, Graph graph, WeightReaders graphReaders) {
    checkOpen();
    String name = unique(wanted);
    declarations.declare(
        name, graph.variables().values().stream().map(VariableStore::variable).toList());
    sessions.put(name, new MemoryReport.SessionBytes(name, 0, 0, 0));
    readers.put(name, graphReaders);
    return name;
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int number = 2; sessions.containsKey(name); number++) {
      name = wanted + "-" + number;
    }
    return name;
  }

  /// Admits an arena that sessions share.
  ///
  /// @return its name, made unique among the sessions
  synchronized String admit(String wanted) {
    checkOpen();
    String name = unique(wanted);
    sessions.put(name, new MemoryReport.SessionBytes(name, 0, 0, 0));
    return name;
  }

  private static VariableOp variable(Node node) {
    return (VariableOp) node.op();
  }

  /// Records what a session holds beside the store.
  synchronized void record(MemoryReport.SessionBytes bytes) {
    sessions.put(bytes.name(), bytes);
  }

  /// Dismisses a session, all of whose leases are closed.
  synchronized void leave(String session) {
    sessions.remove(session);
    readers.remove(session);
    declarations.withdraw(session);
    releaseIfUnused();
  }

  /// The bytes of weights that a session would use with a further plan.
  synchronized long weightBytes(String session, MemoryPlan plan) {
    long bytes = 0;
    for (StoredWeight weight : weights.values()) {
      bytes += weight.isUsedBy(session) ? weight.memory().bytes() : 0;
    }
    for (PlannedWeight planned : plan.weights()) {
      StoredWeight weight = weights.get(planned.key());
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
        StoredWeight weight = weights.get(planned.key());
        if (weight == null) {
          weight = create(planned, plan.buffers().get(planned.buffer()));
        }
        weight.acquire(session, readers(session, planned.key(), plan));
        lease.add(planned, weight.memory());
      }
      return lease;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /// The readers as the user named them or, of a constant that the user did not write, as the plan
  /// does.
  private ImmutableList<String> readers(String session, WeightKey key, MemoryPlan plan) {
    ImmutableList<String> written = Objects.requireNonNull(readers.get(session)).of(key);
    return written.isEmpty() ? WeightReaders.of(plan.graph()).of(key) : written;
  }

  private StoredWeight create(PlannedWeight planned, PlannedBuffer buffer) {
    DeviceMemory memory = device.allocate(buffer.name(), buffer.reserved());
    StoredWeight weight = new StoredWeight(buffer.name(), buffer.kind(), memory, planned.packing());
    try {
      weight.fill(plainContents(planned.key()).segment());
    } catch (RuntimeException e) {
      weight.close();
      throw e;
    }
    weights.put(planned.key(), weight);
    return weight;
  }

  private Tensor plainContents(WeightKey key) {
    return switch (key) {
      case WeightKey.Constant(Tensor value) -> value;
      case WeightKey.Packed(WeightKey plain, _) -> plainContents(plain);
      case WeightKey.Variable(String name) -> {
        StoredWeight weight = weights.get(key);
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
      StoredWeight weight = weights.get(key);
      if (weight == null) {
        continue;
      }
      weight.release(session);
      boolean kept =
          key instanceof WeightKey.Variable(String name) && declarations.isAssigned(name);
      if (!weight.isUsed() && !kept) {
        weight.close();
        weights.remove(key);
      }
    }
  }

  /// Begins a run; the weights keep their values until it ends.
  long beginRun() {
    return contents.readLock();
  }

  void endRun(long stamp) {
    contents.unlockRead(stamp);
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
    weights.values().forEach(StoredWeight::close);
    weights.clear();
    if (ownsDevice) {
      device.close();
    }
  }
}
