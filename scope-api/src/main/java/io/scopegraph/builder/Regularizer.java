package io.scopegraph.builder;

import org.jspecify.annotations.Nullable;

/// Makes the loss that a new variable adds to [GraphKeys#REGULARIZATION_LOSSES]. [Regularizers] has
/// the usual ones.
///
/// It is called once for each variable that is made, not where one is reused, in the name scope
/// `<variable>/Regularizer/`.
@FunctionalInterface
public interface Regularizer {
  /// Adds no loss; it switches off the regularizer of an enclosing scope.
  Regularizer NONE = _ -> null;

  /// The loss of a variable, or null for none.
  @Nullable Operand loss(Variable variable);
}
