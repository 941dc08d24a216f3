package io.scopegraph.weights;

import com.google.common.collect.ImmutableList;
import java.util.List;

/// The names of a file and of variables do not fit together. Nothing was assigned. The message is a
/// table of all that is wrong.
public final class WeightMismatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<WeightProblem> problems;

  WeightMismatchException(String file, List<WeightProblem> problems, int unusedSlots) {
    super(ProblemTable.print(file, problems, unusedSlots));
    this.problems = ImmutableList.copyOf(problems);
  }

  /// All that is wrong; the table may be shorter.
  public ImmutableList<WeightProblem> problems() {
    return problems;
  }
}
