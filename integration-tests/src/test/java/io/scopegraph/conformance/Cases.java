package io.scopegraph.conformance;

import io.scopegraph.op.Op;
import java.util.List;
import java.util.Set;

/// The cases of an op or a family of ops.
interface Cases {
  /// The ops that the cases cover.
  Set<Class<? extends Op>> ops();

  /// The cases; the same ones in every call.
  List<Case> cases();
}
