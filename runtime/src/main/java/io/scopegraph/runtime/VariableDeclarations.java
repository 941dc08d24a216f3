package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.VariableOp;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What each variable name means on a store, and to whom. Guarded by the store.
final class VariableDeclarations {
  private static final int LISTED = 8;

  private static final class Declaration {
    private final TensorSpec spec;
    private @Nullable InitialValue initial;
    private boolean assigned;
    private final Set<String> sessions = new LinkedHashSet<>();

    Declaration(TensorSpec spec) {
      this.spec = spec;
    }

    String owner() {
      return sessions.isEmpty()
          ? "the store, where it was assigned"
          : "session \"" + sessions.iterator().next() + "\"";
    }
  }

  private final Map<String, Declaration> byName = new LinkedHashMap<>();

  /// Declares the variables of a session, all of them or, on a conflict, none.
  ///
  /// @throws VariableConflictException if one means something else to another session
  void declare(String session, List<VariableOp> variables) {
    variables.forEach(variable -> check(session, variable));
    for (VariableOp variable : variables) {
      Declaration declaration =
          byName.computeIfAbsent(variable.key(), _ -> new Declaration(variable.spec()));
      if (declaration.initial == null) {
        declaration.initial = variable.initial();
      }
      declaration.sessions.add(session);
    }
  }

  private void check(String session, VariableOp variable) {
    Declaration known = byName.get(variable.key());
    if (known == null) {
      return;
    }
    if (!known.spec.equals(variable.spec())) {
      throw new VariableConflictException(
          "Variable \"%s\" is %s in session \"%s\" and %s in %s"
              .formatted(variable.key(), variable.spec(), session, known.spec, known.owner()));
    }
    if (!known.assigned && !variable.initial().equals(known.initial)) {
      throw new VariableConflictException(
          "Variable \"%s\" has one initial value in session \"%s\" and another in %s; assign it to make them agree"
              .formatted(variable.key(), session, known.owner()));
    }
  }

  /// Takes back the declarations of a session; names that nobody declares any more are forgotten,
  /// except assigned ones.
  void withdraw(String session) {
    byName
        .values()
        .removeIf(declaration ->
            declaration.sessions.remove(session)
                && declaration.sessions.isEmpty()
                && !declaration.assigned);
  }

  /// Checks that a name may have a value of a spec.
  ///
  /// @throws IllegalArgumentException if it has another spec
  void check(String name, TensorSpec spec) {
    Declaration declaration = byName.get(name);
    if (declaration != null && !declaration.spec.equals(spec)) {
      throw new IllegalArgumentException(
          "Variable \"%s\": expected %s, found %s".formatted(name, declaration.spec, spec));
    }
  }

  /// Checks that the variables of all sessions are among some names.
  ///
  /// @throws IllegalArgumentException with those that are missing
  void checkComplete(Set<String> names) {
    List<String> missing =
        byName.entrySet().stream()
            .filter(entry -> !entry.getValue().sessions.isEmpty())
            .map(Map.Entry::getKey)
            .filter(name -> !names.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "The version is not complete: %d variables of sessions are missing: %s%s"
              .formatted(
                  missing.size(),
                  String.join(", ", missing.subList(0, Math.min(LISTED, missing.size()))),
                  missing.size() > LISTED ? ", ..." : ""));
    }
  }

  /// The variables that were assigned and that no session declares.
  ImmutableList<String> unclaimed() {
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().sessions.isEmpty())
        .map(Map.Entry::getKey)
        .collect(toImmutableList());
  }

  /// Forgets a variable that no session declares.
  void forget(String name) {
    byName.remove(name);
  }

  /// Notes that a variable's value, which was checked, no longer is its initial one.
  void assign(String name, TensorSpec spec) {
    byName.computeIfAbsent(name, _ -> new Declaration(spec)).assigned = true;
  }

  boolean isAssigned(String name) {
    return find(name).assigned;
  }

  TensorSpec spec(String name) {
    return find(name).spec;
  }

  Tensor initialValue(String name) {
    Declaration declaration = find(name);
    if (declaration.initial == null) {
      throw new IllegalStateException("Variable \"" + name + "\" has no initial value");
    }
    return declaration.initial.create(declaration.spec);
  }

  ImmutableList<String> names() {
    return ImmutableList.copyOf(byName.keySet());
  }

  ImmutableMap<String, TensorSpec> specs() {
    return ImmutableMap.copyOf(Maps.transformValues(byName, declaration -> declaration.spec));
  }

  private Declaration find(String name) {
    Declaration declaration = byName.get(name);
    if (declaration == null) {
      throw new IllegalArgumentException(
          "There is no variable \"%s\"; nearest: %s"
              .formatted(name, NearestNames.suggest(name, byName.keySet())));
    }
    return declaration;
  }
}
