package io.scopegraph.builder;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name scope and the variable scope in force, and the way back to those around them.
final class ScopeStack {
  private static final Pattern ROOT_NAME = Pattern.compile("[A-Za-z0-9.][A-Za-z0-9_.\\-/]*");
  private static final Pattern INNER_NAME = Pattern.compile("[A-Za-z0-9_.\\-/]*");

  /// An open scope, and what was in force before it was opened.
  private record Frame(
      AutoCloseable owner, String namePrefix, VariableScope variableScope, Runnable onClose) {}

  private final CollectionTable collections;
  private final NameTable names = new NameTable();
  private final ScopeCounters counters = new ScopeCounters();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private String namePrefix = "";
  private VariableScope variableScope = VariableScope.root(this);

  ScopeStack(CollectionTable collections) {
    this.collections = collections;
  }

  CollectionTable collections() {
    return collections;
  }

  /// The current name scope without trailing slash.
  String namePrefix() {
    return namePrefix;
  }

  VariableScope variableScope() {
    return variableScope;
  }

  /// The name of an op or a name scope under the current name scope, numbered if it is taken.
  String unique(String name, boolean reserve) {
    return names.unique(namePrefix.isEmpty() ? name : namePrefix + "/" + name, reserve);
  }

  static boolean isNodeName(String fullName) {
    return ROOT_NAME.matcher(fullName).matches();
  }

  /// Opens a name scope: null or empty for the root, with a trailing slash an absolute one.
  NameScope enterName(@Nullable String name) {
    String prefix = name == null ? "" : scopeString(name);
    NameScope scope = new NameScope(this, prefix);
    push(scope, prefix, variableScope, () -> {});
    return scope;
  }

  /// Enters a variable scope below the current one.
  VariableScope enter(String name, VariableScopeOptions options) {
    String opened = opensNothing(name, options) ? current() : scopeString(name);
    String original = name.isEmpty() && options.auxiliaryNameScope() ? "" : opened;
    return enterBelow(variableScope.qualify(name), opened, original, options);
  }

  /// Enters a variable scope below the current one, under a name that is not in use.
  VariableScope enterUnique(String defaultName, VariableScopeOptions options) {
    if (options.reuse() != Reuse.INHERIT) {
      throw new ScopeException(
          ErrorKind.REUSE_NEEDS_NAME, "reuse=True cannot be used without a name_or_scope");
    }
    String opened = opensNothing(defaultName, options) ? current() : scopeString(defaultName);
    String full = counters.firstUnused(variableScope.qualify(defaultName));
    return enterBelow(full, opened, opened, options);
  }

  private VariableScope enterBelow(
      String full, String opened, String original, VariableScopeOptions options) {
    VariableScope entered = variableScope.derive(full, original, options);
    counters.entered(full);
    push(entered, opened, entered, () -> counters.forgetBelow(full));
    return entered;
  }

  /// Enters a copy of a scope, wherever the current one is.
  VariableScope enter(VariableScope scope, VariableScopeOptions options) {
    if (!scope.isOn(this)) {
      throw new IllegalArgumentException("The %s belongs to another builder".formatted(scope));
    }
    String last = scope.name().substring(scope.name().lastIndexOf('/') + 1);
    String opened = opensNothing(last, options) ? current() : scopeString(last);
    VariableScope entered = scope.derive(scope.name(), scope.originalNameScope(), options);
    counters.entered(scope.name());
    Map<String, Integer> atEntry = counters.snapshot();
    push(entered, opened, entered, () -> counters.restore(atEntry));
    return entered;
  }

  private static boolean opensNothing(String name, VariableScopeOptions options) {
    return name.isEmpty() || !options.auxiliaryNameScope();
  }

  /// The current name scope as a scope string.
  private String current() {
    return namePrefix.isEmpty() ? "" : namePrefix + "/";
  }

  /// The string that stands for the scope of a name: its prefix with a trailing slash.
  private String scopeString(String name) {
    if (name.isEmpty()) {
      return "";
    }
    Pattern legal = namePrefix.isEmpty() ? ROOT_NAME : INNER_NAME;
    if (!legal.matcher(name).matches()) {
      throw badScopeName(name);
    }
    return name.endsWith("/") ? name : unique(name, true) + "/";
  }

  static ScopeException badScopeName(String name) {
    return new ScopeException(
        ErrorKind.BAD_SCOPE_NAME, "'%s' is not a valid scope name".formatted(name));
  }

  private void push(
      AutoCloseable owner, String scopeString, VariableScope scope, Runnable onClose) {
    frames.push(new Frame(owner, namePrefix, variableScope, onClose));
    namePrefix = scopeString.isEmpty() ? "" : scopeString.substring(0, scopeString.length() - 1);
    variableScope = scope;
  }

  void close(AutoCloseable owner) {
    if (frames.stream().noneMatch(frame -> frame.owner().equals(owner))) {
      return;
    }
    Frame innermost = frames.element();
    if (!innermost.owner().equals(owner)) {
      throw new IllegalStateException(
          "The %s cannot be closed before the %s, which was opened later"
              .formatted(owner, innermost.owner()));
    }
    frames.pop();
    innermost.onClose().run();
    namePrefix = innermost.namePrefix();
    variableScope = innermost.variableScope();
  }
}
