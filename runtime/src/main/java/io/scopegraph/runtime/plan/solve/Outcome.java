package io.scopegraph.runtime.plan.solve;

/// How a search for a placement within one capacity ended.
enum Outcome {
  /// A placement was found.
  FEASIBLE,
  /// The search went through all placements that had to be considered: there is none.
  INFEASIBLE,
  /// The budget was used up before either was known.
  CUT_OFF
}
