package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.TextTable;
import java.util.List;
import java.util.Locale;

/// What a swap of weights does and needs, known before it begins. Names of components are stable,
/// for files.
///
/// @param schema the version of this form
/// @param variables those among the values, then those that are removed
/// @param bytesBefore what the store's weights take before it
/// @param extraBytes what the swap takes beside the weights, on the host, until it is done
/// @param peakBytes the most that weights and swap take at one moment
/// @param bytesAfter what the store's weights take after it
public record SwapPlan(
    int schema,
    String mode,
    List<Variable> variables,
    long bytesBefore,
    long extraBytes,
    long peakBytes,
    long bytesAfter) {
  public SwapPlan {
    variables = ImmutableList.copyOf(variables);
  }

  /// What happens to a variable.
  public enum Change {
    /// The old and the new contents are equal; nothing is written, no form is made again.
    UNCHANGED,
    /// The contents are overwritten, in all forms.
    REPLACED,
    /// Memory is reserved: the store had none for this name.
    ADDED,
    /// The memory is given back: no session has the variable and the new version lacks it.
    REMOVED;

    /// For people: `replaced`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A variable of the old version or the new one.
  ///
  /// @param allocations in how many blocks of memory it lies: itself and the forms made of it
  /// @param bytes of all of them
  public record Variable(String name, Change change, int allocations, long bytes) {}

  /// How many variables change in a way.
  public int count(Change change) {
    return Math.toIntExact(
        variables.stream().filter(variable -> variable.change() == change).count());
  }

  /// The bytes of the variables that change in a way, in all their forms.
  public long bytes(Change change) {
    return variables.stream()
        .filter(variable -> variable.change() == change)
        .mapToLong(Variable::bytes)
        .sum();
  }

  /// A table of the variables that do not stay as they are, and the totals.
  @Override
  public String toString() {
    TextTable totals = new TextTable("lrrr");
    totals.row("change", "variables", "size", "bytes");
    for (Change change : Change.values()) {
      totals.row(change, count(change), ByteSizes.human(bytes(change)), bytes(change));
    }
    TextTable table = new TextTable("llrrr");
    table.row("variable", "change", "allocations", "size", "bytes");
    for (Variable variable : variables) {
      if (variable.change() != Change.UNCHANGED) {
        table.row(
            variable.name(),
            variable.change(),
            variable.allocations(),
            ByteSizes.human(variable.bytes()),
            variable.bytes());
      }
    }
    return "Swap of weights, %s\n\n%s\n%s\nWeights before %s, at most %s (%s of it beside them), after %s\n"
        .formatted(
            mode,
            totals,
            table,
            ByteSizes.exact(bytesBefore),
            ByteSizes.exact(peakBytes),
            ByteSizes.human(extraBytes),
            ByteSizes.exact(bytesAfter));
  }
}
