package io.scopegraph.weights;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.weights.WeightProblem.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Which tensor of a file goes into which variable, and what stands in the way.
final class WeightMatching {
  /// Beyond so many names that do not fit, looking for similar ones would take long and help
  /// nobody.
  private static final int SUGGESTED = ProblemTable.MAX_ROWS;

  private final LoadOptions options;
  private final Map<String, TensorSpec> variables;
  private final Map<String, WeightEntry> matches = new LinkedHashMap<>();
  private final List<WeightProblem> problems = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int unusedSlots;

  /// What the file offers, by the variable that it is meant for; what is taken is removed.
  private final Map<String, WeightEntry> offered = new LinkedHashMap<>();

  private WeightMatching(Map<String, TensorSpec> variables, LoadOptions options) {
    this.options = options;
    this.variables = variables;
  }

  static WeightMatching of(
      Collection<WeightEntry> entries, Map<String, TensorSpec> variables, LoadOptions options) {
    WeightMatching matching = new WeightMatching(variables, options);
    matching.offer(entries);
    matching.take();
    matching.leave();
    return matching;
  }

  /// The entries by the name that options give them, without those that they leave out.
  ///
  /// @throws IllegalArgumentException if two have one name
  static ImmutableMap<String, WeightEntry> rename(
      String file, Collection<WeightEntry> entries, LoadOptions options) {
    WeightMatching matching = new WeightMatching(Map.of(), options);
    matching.offer(entries);
    if (!matching.problems.isEmpty()) {
      WeightProblem problem = matching.problems.getFirst();
      throw new IllegalArgumentException(
          "%s: both \"%s\" and \"%s\" would be named \"%s\""
              .formatted(
                  file,
                  problem.nearest().getFirst(),
                  Objects.requireNonNull(problem.found()).name(),
                  problem.name()));
    }
    return ImmutableMap.copyOf(matching.offered);
  }

  private void offer(Collection<WeightEntry> entries) {
    entries.forEach(entry -> names.add(VariableNames.variable(entry.name())));
    for (WeightEntry entry : entries) {
      String name = entry.name();
      String variable = options.variable(name);
      if (VariableNames.isDescription(name)
          || options.skips(name)
          || (options.skipsSlots() && VariableNames.isSlot(name, names))
          || !options.concerns(variable)) {
        ignored.add(name);
        continue;
      }
      WeightEntry other = offered.putIfAbsent(variable, entry);
      if (other != null) {
        problems.add(
            new WeightProblem(
                Kind.AMBIGUOUS, variable, variables.get(variable), entry, List.of(other.name())));
      }
    }
  }

  private void take() {
    List<String> absent = new ArrayList<>();
    variables.forEach((variable, spec) -> {
      if (!options.concerns(variable)) {
        return;
      }
      WeightEntry entry = offered.remove(variable);
      if (entry == null) {
        absent.add(variable);
      } else {
        match(variable, spec, entry);
      }
    });
    if (options.allowsMissing()) {
      missing.addAll(absent);
      return;
    }
    SimilarNames candidates = new SimilarNames();
    offered.forEach((variable, entry) -> {
      if (!VariableNames.isSlot(entry.name(), names)) {
        candidates.add(variable, entry.toString());
      }
    });
    int row = 0;
    for (String variable : absent) {
      TensorSpec spec = variables.get(variable);
      problems.add(
          new WeightProblem(
              Kind.MISSING,
              variable,
              spec,
              null,
              row++ < SUGGESTED ? candidates.similar(variable, String.valueOf(spec)) : List.of()));
    }
  }

  private void match(String variable, TensorSpec spec, WeightEntry entry) {
    TensorSpec found = entry.spec();
    if (found == null) {
      problems.add(new WeightProblem(Kind.REFUSED, variable, spec, entry, List.of()));
    } else if (!found.shape().equals(spec.shape())) {
      problems.add(new WeightProblem(Kind.SHAPE, variable, spec, entry, List.of()));
    } else if (found.dtype() != spec.dtype() && !isConverted(found.dtype(), spec.dtype())) {
      problems.add(new WeightProblem(Kind.DTYPE, variable, spec, entry, List.of()));
    } else {
      matches.put(variable, entry);
    }
  }

  private boolean isConverted(DType from, DType to) {
    return options.convertsFloats() && from.isFloating() && to == DType.FLOAT32;
  }

  /// What is left of the file.
  private void leave() {
    if (options.ignoresUnused()) {
      offered.values().forEach(entry -> ignored.add(entry.name()));
      return;
    }
    SimilarNames candidates = new SimilarNames();
    for (WeightProblem problem : problems) {
      if (problem.kind() == Kind.MISSING) {
        candidates.add(problem.name(), String.valueOf(problem.expected()));
      }
    }
    int row = 0;
    for (Map.Entry<String, WeightEntry> each : offered.entrySet()) {
      unusedSlots += VariableNames.isSlot(each.getValue().name(), names) ? 1 : 0;
      problems.add(
          new WeightProblem(
              Kind.UNUSED,
              each.getKey(),
              null,
              each.getValue(),
              row++ < SUGGESTED
                  ? candidates.similar(each.getKey(), each.getValue().toString())
                  : List.of()));
    }
  }

  /// The tensor for each variable that is to be set.
  ImmutableMap<String, WeightEntry> matches() {
    return ImmutableMap.copyOf(matches);
  }

  ImmutableList<WeightProblem> problems() {
    return ImmutableList.copyOf(problems);
  }

  /// How many names that are left over belong to training.
  int unusedSlots() {
    return unusedSlots;
  }

  /// The file's names that are left out.
  ImmutableList<String> ignored() {
    return ImmutableList.copyOf(ignored);
  }

  /// The variables that keep their values.
  ImmutableList<String> missing() {
    return ImmutableList.copyOf(missing);
  }
}
