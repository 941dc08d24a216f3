package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableMap;
import java.util.Locale;

/// What is known of an arena's size, and why.
///
/// @param arenaSize in bytes
/// @param lowerBound in bytes; it is proven that no placement needs less
/// @param conclusion why the planner stopped
/// @param nodesByOrder how often the exact search placed a buffer, by the order that it followed;
///   empty if there was no need to search, or no use
public record Certificate(
    long arenaSize,
    long lowerBound,
    Conclusion conclusion,
    ImmutableMap<String, Long> nodesByOrder) {
  /// Why the planner stopped.
  public enum Conclusion {
    /// The arena is as small as the bytes that are live at one moment: optimal.
    LIVE_BYTES_MET("no arena is smaller than the bytes that are live at the peak"),
    /// An exhausted search has shown that nothing smaller exists: optimal.
    SEARCH_EXHAUSTED("an exhaustive search found no smaller arena"),
    /// The arena is as small as was asked for.
    TARGET_MET("the arena is as small as was asked for"),
    /// An exhausted search has shown that no arena is as small as was asked for.
    TARGET_INFEASIBLE("it is proven that no arena is as small as was asked for"),
    /// A smaller arena may exist.
    BUDGET_SPENT("the search has used up its budget"),
    /// A smaller arena may exist; only heuristics were asked.
    TOO_LARGE("there are too many buffers for the exact search"),
    /// Reuse is off: every buffer has a place of its own.
    NO_REUSE("reuse is off");

    private final String reason;

    Conclusion(String reason) {
      this.reason = reason;
    }

    /// The reason, for people.
    public String reason() {
      return reason;
    }
  }

  /// Whether no smaller arena exists.
  public boolean isOptimal() {
    return arenaSize == lowerBound;
  }

  /// By how much the arena exceeds the lower bound, as a part of it; 0 if it is optimal.
  public double gap() {
    return isOptimal() ? 0 : (double) (arenaSize - lowerBound) / Math.max(lowerBound, 1);
  }

  /// How often the exact search placed a buffer.
  public long nodes() {
    return nodesByOrder.values().stream().mapToLong(Long::longValue).sum();
  }

  /// For example `OPTIMAL (no arena is smaller than the bytes that are live at the peak)` or `at
  /// most 4.2 % above the optimum (the search has used up its budget)`.
  @Override
  public String toString() {
    return isOptimal()
        ? "OPTIMAL (%s)".formatted(conclusion.reason())
        : String.format(
            Locale.ROOT,
            "at most %.1f %% above the optimum (%s)",
            Math.ceil(1000 * gap()) / 10,
            conclusion.reason());
  }
}
