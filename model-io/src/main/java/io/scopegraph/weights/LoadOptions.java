package io.scopegraph.weights;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.collect.Sets;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// How the names of a file meet those of variables, and what may differ. Immutable: each method
/// gives changed options.
///
/// ```java
/// LoadOptions.STRICT.skipSlots().renamePrefix("", "model/").only("model/encoder/")
/// ```
///
/// A name of the file is first skipped or not, then stripped of TensorFlow 2's suffix and renamed,
/// and then compared with the variables' names.
public final class LoadOptions {
  /// What may differ.
  private enum Allowance {
    SLOTS,
    UNUSED,
    MISSING,
    FLOAT_TYPES
  }

  /// Every variable must be in the file and everything in the file must be a variable, with equal
  /// shapes and dtypes.
  public static final LoadOptions STRICT =
      new LoadOptions(UnaryOperator.identity(), _ -> false, _ -> true, ImmutableSet.of());

  private final UnaryOperator<String> renaming;
  private final Predicate<String> skipped;
  private final Predicate<String> scope;
  private final ImmutableSet<Allowance> allowances;

  private LoadOptions(
      UnaryOperator<String> renaming,
      Predicate<String> skipped,
      Predicate<String> scope,
      ImmutableSet<Allowance> allowances) {
    this.renaming = renaming;
    this.skipped = skipped;
    this.scope = scope;
    this.allowances = allowances;
  }

  /// Renames those of the file's names that begin with a prefix, after the renamings so far.
  ///
  /// @param from what names begin with; `""` is the beginning of all
  /// @param to what stands there instead
  public LoadOptions renamePrefix(String from, String to) {
    return rename(name -> name.startsWith(from) ? to + name.substring(from.length()) : name);
  }

  /// Renames the file's names, after the renamings so far.
  public LoadOptions rename(UnaryOperator<String> step) {
    UnaryOperator<String> first = renaming;
    return new LoadOptions(name -> step.apply(first.apply(name)), skipped, scope, allowances);
  }

  /// Leaves out names of the file, as the file has them.
  public LoadOptions skip(Predicate<String> names) {
    return new LoadOptions(
        renaming, name -> skipped.test(name) || names.test(name), scope, allowances);
  }

  /// Leaves out what belongs to training: the slots of optimisers (`conv/kernel/Adam`,
  /// `conv/kernel/Momentum` ... beside `conv/kernel`), `beta1_power`, `global_step` and the like.
  public LoadOptions skipSlots() {
    return allowing(Allowance.SLOTS);
  }

  /// Concerns only variables whose name begins with a prefix: the others keep their values, and
  /// names of the file that would go elsewhere are left out.
  public LoadOptions only(String prefix) {
    return only(name -> name.startsWith(prefix));
  }

  /// Concerns only variables whose whole name matches a pattern; see [#only(String)].
  public LoadOptions only(Pattern pattern) {
    return only(pattern.asMatchPredicate());
  }

  private LoadOptions only(Predicate<String> names) {
    return new LoadOptions(
        renaming, skipped, name -> scope.test(name) && names.test(name), allowances);
  }

  /// Leaves out names of the file that are no variables.
  public LoadOptions ignoreUnused() {
    return allowing(Allowance.UNUSED);
  }

  /// Variables that are not in the file keep their values.
  public LoadOptions allowMissing() {
    return allowing(Allowance.MISSING);
  }

  /// Converts float16, bfloat16 and float64 in the file for variables of float32.
  public LoadOptions convertFloats() {
    return allowing(Allowance.FLOAT_TYPES);
  }

  private LoadOptions allowing(Allowance allowance) {
    return new LoadOptions(
        renaming,
        skipped,
        scope,
        Sets.immutableEnumSet(Iterables.concat(allowances, ImmutableSet.of(allowance))));
  }

  /// The variable that a name of the file is meant for.
  String variable(String name) {
    return renaming.apply(VariableNames.variable(name));
  }

  boolean skips(String name) {
    return skipped.test(name);
  }

  boolean concerns(String variable) {
    return scope.test(variable);
  }

  boolean skipsSlots() {
    return allowances.contains(Allowance.SLOTS);
  }

  boolean ignoresUnused() {
    return allowances.contains(Allowance.UNUSED);
  }

  boolean allowsMissing() {
    return allowances.contains(Allowance.MISSING);
  }

  boolean convertsFloats() {
    return allowances.contains(Allowance.FLOAT_TYPES);
  }
}
