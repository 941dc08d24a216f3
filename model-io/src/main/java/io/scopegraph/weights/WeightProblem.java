package io.scopegraph.weights;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One name that does not fit.
///
/// @param name the variable's; for a name of the file that is none, the name that was looked for
/// @param expected the variable's spec, or null if there is no such variable
/// @param found what the file has, or null if it has nothing
/// @param nearest similar names on the other side, the most alike first
public record WeightProblem(
    Kind kind,
    String name,
    @Nullable TensorSpec expected,
    @Nullable WeightEntry found,
    List<String> nearest) {
  /// What is wrong.
  public enum Kind {
    MISSING("missing"),
    SHAPE("of another shape"),
    DTYPE("of another dtype"),
    REFUSED("of an unsupported form"),
    AMBIGUOUS("named twice"),
    UNUSED("unused");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /// For example `missing` or `of another shape`.
    @Override
    public String toString() {
      return label;
    }
  }

  public WeightProblem {
    nearest = ImmutableList.copyOf(nearest);
  }
}
