package io.scopegraph.weights;

import java.util.Set;
import java.util.regex.Pattern;

/// What TensorFlow's names in a checkpoint mean.
final class VariableNames {
  /// Stands behind every name of an object-based checkpoint (TensorFlow 2).
  static final String OBJECT_SUFFIX = "/.ATTRIBUTES/VARIABLE_VALUE";

  /// The description of the objects in such a checkpoint, which is no variable.
  private static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

  /// The last part of an optimiser's slot, behind the name of its variable.
  private static final Pattern SLOT =
      Pattern.compile(
          "(Adam|AdaMax|Adagrad|AdagradDA|Adadelta|Ftrl|Ftrl_linear|Momentum|RMSProp|Nadam|gradient_accumulator)(_\\d+)?");

  /// An optimiser's own numbers, by the last part of their name.
  private static final Pattern OPTIMISER =
      Pattern.compile("(beta1_power|beta2_power|global_step)(_\\d+)?");

  private VariableNames() {}

  /// The name of a variable that a file's name stands for, without TensorFlow 2's suffix.
  static String variable(String name) {
    return name.endsWith(OBJECT_SUFFIX)
        ? name.substring(0, name.length() - OBJECT_SUFFIX.length())
        : name;
  }

  /// Whether a name belongs to the file's own description.
  static boolean isDescription(String name) {
    return name.equals(OBJECT_GRAPH);
  }

  /// Whether a name belongs to training and not to the model: the slot of a variable that is in the
  /// same file, or one of the optimiser's own numbers.
  static boolean isSlot(String name, Set<String> all) {
    String plain = variable(name);
    int slash = plain.lastIndexOf('/');
    String last = plain.substring(slash + 1);
    return OPTIMISER.matcher(last).matches()
        || plain.contains("/.OPTIMIZER_SLOT/")
        || (!plain.equals(name) && (plain.equals("save_counter") || plain.startsWith("optimizer/")))
        || (slash > 0 && SLOT.matcher(last).matches() && all.contains(plain.substring(0, slash)));
  }
}
