package io.scopegraph.runtime;

import io.scopegraph.runtime.spi.Device;
import java.lang.ref.WeakReference;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// What a Java Flight Recorder learns of weights. Nothing is done, and nothing allocated, for an
/// event that no recording wants; and as long as nobody in the JVM uses the recorder, the classes
/// of the events are not even loaded, because that starts it.
final class WeightEvents {
  private WeightEvents() {}

  /// Asked whether they are wanted.
  private static final class Events {
    static final Allocation ALLOCATION = new Allocation();
    static final Free FREE = new Free();
    static final Snapshot SNAPSHOT = new Snapshot();
    static final Swap SWAP = new Swap();
  }

  /// Memory was reserved and filled.
  @Name("io.scopegraph.WeightAllocation")
  @Label("Weight Allocation")
  @Category("Scopegraph")
  @Description("A variable, a constant or a packed form got memory on a device")
  static final class Allocation extends Event {
    @Label("Weight")
    String weight = "";

    @Label("Kind")
    String kind = "";

    @Label("Device")
    String device = "";

    @Label("Bytes")
    @DataAmount
    long bytes;
  }

  /// Memory was given back.
  @Name("io.scopegraph.WeightFree")
  @Label("Weight Free")
  @Category("Scopegraph")
  @Description("A variable, a constant or a packed form gave its memory back")
  static final class Free extends Event {
    @Label("Weight")
    String weight = "";

    @Label("Kind")
    String kind = "";

    @Label("Device")
    String device = "";

    @Label("Bytes")
    @DataAmount
    long bytes;
  }

  /// A weight as it is at one moment.
  @Name("io.scopegraph.WeightSnapshot")
  @Label("Weight Snapshot")
  @Category("Scopegraph")
  @Description("Who reads a weight, and the bytes that sharing it saves")
  @Period("60 s")
  @StackTrace(false)
  static final class Snapshot extends Event {
    @Label("Weight")
    String weight = "";

    @Label("Kind")
    String kind = "";

    @Label("Device")
    String device = "";

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Bytes Saved")
    @DataAmount
    long savedBytes;

    @Label("Sessions")
    String sessions = "";

    @Label("Readers")
    int readers;
  }

  /// A version of the weights took the place of another.
  @Name("io.scopegraph.WeightSwap")
  @Label("Weight Swap")
  @Category("Scopegraph")
  @Description("Variables got the values of another version")
  static final class Swap extends Event {
    @Label("Device")
    String device = "";

    @Label("Mode")
    String mode = "";

    @Label("Unchanged")
    int unchanged;

    @Label("Replaced")
    int replaced;

    @Label("Added")
    int added;

    @Label("Removed")
    int removed;

    @Label("Peak Bytes")
    @DataAmount
    long peakBytes;

    @Label("Pause")
    @Description("How long runs had to wait")
    @Timespan
    long pause;
  }

  static void allocated(Device device, StoredWeight weight) {
    if (FlightRecorder.isInitialized() && Events.ALLOCATION.isEnabled()) {
      Allocation event = new Allocation();
      event.weight = weight.name();
      event.kind = weight.kind().toString();
      event.device = device.name();
      event.bytes = weight.memory().bytes();
      event.commit();
    }
  }

  static void freed(Device device, StoredWeight weight) {
    if (FlightRecorder.isInitialized() && Events.FREE.isEnabled()) {
      Free event = new Free();
      event.weight = weight.name();
      event.kind = weight.kind().toString();
      event.device = device.name();
      event.bytes = weight.memory().bytes();
      event.commit();
    }
  }

  static void swapped(Device device, SwapPlan plan, long pauseNanos) {
    if (FlightRecorder.isInitialized() && Events.SWAP.isEnabled()) {
      Swap event = new Swap();
      event.device = device.name();
      event.mode = plan.mode();
      event.unchanged = plan.count(SwapPlan.Change.UNCHANGED);
      event.replaced = plan.count(SwapPlan.Change.REPLACED);
      event.added = plan.count(SwapPlan.Change.ADDED);
      event.removed = plan.count(SwapPlan.Change.REMOVED);
      event.peakBytes = plan.peakBytes();
      event.pause = pauseNanos;
      event.commit();
    }
  }

  /// One event for each weight of a store.
  static void snapshot(VariableStore store) {
    if (!FlightRecorder.isInitialized() || !Events.SNAPSHOT.isEnabled()) {
      return;
    }
    MemoryReport report = store.memoryReport();
    for (MemoryReport.Weight weight : report.weights()) {
      Snapshot event = new Snapshot();
      event.weight = weight.name();
      event.kind = weight.kind();
      event.device = report.device();
      event.bytes = weight.bytes();
      event.savedBytes = weight.savedBytes();
      event.sessions =
          weight.users().stream().map(MemoryReport.User::session).collect(Collectors.joining(", "));
      event.readers = weight.users().stream().mapToInt(MemoryReport.User::readers).sum();
      event.commit();
    }
  }

  /// Lets recordings ask for snapshots of a store from time to time. A store that is forgotten is
  /// not kept alive by this.
  ///
  /// @return to be run when the store gives back its memory
  static Runnable watch(VariableStore store) {
    WeakReference<VariableStore> watched = new WeakReference<>(store);
    Runnable hook =
        new Runnable() {
          @Override
          public void run() {
            VariableStore live = watched.get();
            if (live == null) {
              FlightRecorder.removePeriodicEvent(this);
            } else {
              snapshot(live);
            }
          }
        };
    FlightRecorderListener start =
        new FlightRecorderListener() {
          @Override
          public void recorderInitialized(FlightRecorder recorder) {
            FlightRecorder.addPeriodicEvent(Snapshot.class, hook);
          }
        };
    // Called at once if the recorder has been started already.
    FlightRecorder.addListener(start);
    return () -> {
      FlightRecorder.removeListener(start);
      FlightRecorder.removePeriodicEvent(hook);
    };
  }
}
