package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.SwapOptions.Mode;
import io.scopegraph.runtime.SwapPlan.Change;
import io.scopegraph.runtime.plan.WeightKey;
import io.scopegraph.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One change of the values of variables. Everything that takes long, or can fail for want of
/// memory, is done before the first byte of the old version is overwritten. Guarded by the store.
final class WeightSwap {
  private static final int SCHEMA = 1;

  private final WeightTable weights;
  private final VariableDeclarations declarations;
  private final RunGate gate;
  private final SwapOptions options;
  private final List<SwapPlan.Variable> rows = new ArrayList<>();
  private final Map<String, Tensor> replaced = new LinkedHashMap<>();
  private final Map<String, Tensor> added = new LinkedHashMap<>();
  private final List<String> unchanged = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();

  /// A write into an allocation of the store, whose bytes are ready.
  private record Write(StoredWeight weight, MemorySegment bytes) {}

  WeightSwap(
      WeightTable weights, VariableDeclarations declarations, RunGate gate, SwapOptions options) {
    this.weights = weights;
    this.declarations = declarations;
    this.gate = gate;
    this.options = options;
  }

  /// Compares the values with what is there. Changes nothing.
  ///
  /// @throws IllegalArgumentException if a value has another spec than its variable, or a variable
  ///   of a complete version is missing
  SwapPlan plan(Map<String, Tensor> values) {
    if (options.complete()) {
      declarations.checkComplete(values.keySet());
    }
    values.forEach((name, value) -> {
      declarations.check(name, value.spec());
      classify(name, value);
    });
    if (options.complete()) {
      for (String name : declarations.unclaimed()) {
        if (!values.containsKey(name)) {
          removed.add(name);
          row(name, Change.REMOVED);
        }
      }
    }
    long before = weights.bytes();
    long extra = extraBytes();
    long gained = bytes(Change.ADDED);
    return new SwapPlan(
        SCHEMA,
        options.mode().toString(),
        rows,
        before,
        extra,
        before + gained + extra,
        before + gained - bytes(Change.REMOVED));
  }

  private void classify(String name, Tensor value) {
    StoredWeight plain = weights.variable(name);
    if (plain == null) {
      added.put(name, value);
      rows.add(
          new SwapPlan.Variable(name, Change.ADDED, 1, weights.variableBytes(value.byteSize())));
    } else if (!gate.isTorn(name) && plain.contains(value.segment())) {
      unchanged.add(name);
      row(name, Change.UNCHANGED);
    } else {
      replaced.put(name, value);
      row(name, Change.REPLACED);
    }
  }

  private void row(String name, Change change) {
    ImmutableList<StoredWeight> forms = weights.forms(name);
    rows.add(
        new SwapPlan.Variable(
            name,
            change,
            forms.size(),
            forms.stream().mapToLong(form -> form.memory().bytes()).sum()));
  }

  private long bytes(Change change) {
    return rows.stream()
        .filter(row -> row.change() == change)
        .mapToLong(SwapPlan.Variable::bytes)
        .sum();
  }

  /// What packed forms take before they are written: in place, one form at a time and only where
  /// the host does not reach the memory.
  private long extraBytes() {
    long sum = 0;
    long greatest = 0;
    for (String name : replaced.keySet()) {
      for (StoredWeight form : weights.forms(name)) {
        if (form.isPacked()) {
          long bytes = form.memory().bytes();
          sum += bytes;
          greatest = form.memory().host() == null ? Math.max(greatest, bytes) : greatest;
        }
      }
    }
    return options.mode() == Mode.PREPARED ? sum : greatest;
  }

  /// Does what was planned.
  ///
  /// @return how many nanoseconds runs had to wait
  /// @throws io.scopegraph.runtime.spi.DeviceException if there is no memory; nothing has changed
  ///   then
  long apply() {
    try (Arena arena = Arena.ofConfined()) {
      List<Write> writes = options.mode() == Mode.PREPARED ? prepare(arena) : List.of();
      List<StoredWeight> fresh = allocate();
      long pause = 0;
      try {
        if (!replaced.isEmpty()) {
          pause = gate.change(replaced.keySet(), () -> overwrite(writes));
        }
      } catch (RuntimeException e) {
        fresh.forEach(StoredWeight::close);
        throw e;
      }
      keep(fresh);
      return pause;
    }
  }

  private void keep(List<StoredWeight> fresh) {
    fresh.forEach(weight -> weights.keep(weight, new WeightKey.Variable(weight.name())));
    replaced.forEach((name, value) -> declarations.assign(name, value.spec()));
    added.forEach((name, value) -> declarations.assign(name, value.spec()));
    unchanged.forEach(name -> declarations.assign(name, declarations.spec(name)));
    for (String name : removed) {
      weights.free(new WeightKey.Variable(name));
      declarations.forget(name);
    }
  }

  private List<Write> prepare(Arena arena) {
    List<Write> writes = new ArrayList<>();
    replaced.forEach((name, value) -> {
      for (StoredWeight form : weights.forms(name)) {
        writes.add(new Write(form, form.prepare(value.segment(), arena)));
      }
    });
    return writes;
  }

  /// Memory for the variables that have none, or an exception and no memory.
  private List<StoredWeight> allocate() {
    List<StoredWeight> fresh = new ArrayList<>();
    try {
      added.forEach((name, value) -> fresh.add(weights.allocate(name, value.segment())));
      return fresh;
    } catch (RuntimeException e) {
      fresh.forEach(StoredWeight::close);
      throw e;
    }
  }

  private void overwrite(List<Write> prepared) {
    if (options.mode() == Mode.PREPARED) {
      prepared.forEach(write -> write.weight().write(write.bytes()));
      return;
    }
    replaced.forEach(
        (name, value) -> weights.forms(name).forEach(form -> form.fill(value.segment())));
  }
}
