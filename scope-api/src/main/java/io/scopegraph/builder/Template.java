package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import io.scopegraph.op.SourceLine;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function of a graph whose variables are made by its first call and shared by all later ones:
/// TensorFlow's `tf.make_template`.
///
/// ```java
/// var conv3x32 = g.makeTemplate("conv3x32", (Operand x) -> Layers.conv2d(x, 32, 3).apply());
/// var left = conv3x32.call(image1); // conv3x32/conv2d/BiasAdd:0
/// var right = conv3x32.call(image2); // conv3x32_1/conv2d/BiasAdd:0, the same variables
/// ```
///
/// The first call enters a variable scope of the template's name, numbered if that was entered
/// before, in the scope around the call; later calls enter the same scope from wherever they are,
/// and every variable must exist then. Confined to the thread of its builder.
///
/// @param <A> the function's argument
/// @param <R> what a call gives
public final class Template<A, R> {
  private final GraphBuilder graph;
  private final String name;
  private final Function<A, R> body;
  private final TemplateOptions options;
  private final SourceLine source = SourceLine.ofCaller();
  private @Nullable VariableScope scope;
  private boolean complete;

  Template(
      GraphBuilder graph, @Nullable String name, Function<A, R> body, TemplateOptions options) {
    if (name == null) {
      throw new ScopeException(ErrorKind.TEMPLATE_NAME_NONE, "name cannot be None.");
    }
    this.graph = graph;
    this.name = name;
    this.body = body;
    this.options = options;
    if (options.createScopeNow()) {
      scope = enterNew(false);
      scope.close();
    }
  }

  private VariableScope enterNew(boolean auxiliaryNameScope) {
    VariableScopeOptions scopeOptions =
        VariableScopeOptions.DEFAULT.withAuxiliaryNameScope(auxiliaryNameScope);
    if (options.getter() != null) {
      scopeOptions = scopeOptions.withGetter(options.getter());
    }
    return options.uniqueName() == null
        ? graph.uniqueVariableScope(name, scopeOptions)
        : graph.variableScope(options.uniqueName(), scopeOptions);
  }

  /// Calls the function in the template's scope.
  ///
  /// @throws ScopeException if a call after the first complete one makes a new variable, or as the
  ///   function does; the message then also tells where the template was made
  public R call(A argument) {
    try (VariableScope entered = enter()) {
      if (scope == null) {
        scope = entered;
      }
      return callBody(argument);
    } catch (ScopeException e) {
      throw new ScopeException(e, source);
    }
  }

  private VariableScope enter() {
    return scope == null
        ? enterNew(true)
        : graph.variableScope(scope, complete ? Reuse.REUSE : Reuse.INHERIT);
  }

  private R callBody(A argument) {
    int before = graph.collection(GraphKeys.TRAINABLE_VARIABLES).size();
    R result = body.apply(argument);
    List<Named> trainable = graph.collection(GraphKeys.TRAINABLE_VARIABLES);
    if (complete && trainable.size() != before) {
      throw new ScopeException(
          ErrorKind.TEMPLATE_EXTRA_TRAINABLE,
          "Trainable variable created when calling a template after the first time, perhaps you used tf.Variable when you meant tf.get_variable: "
              + trainable.subList(before, trainable.size()));
    }
    complete = true;
    return result;
  }

  /// The name as it was given.
  public String name() {
    return name;
  }

  /// The scope of the variables, or null before it is fixed.
  public @Nullable VariableScope variableScope() {
    return scope;
  }

  /// The name of the scope with a trailing slash, or null before it is fixed.
  public @Nullable String variableScopeName() {
    return scope == null ? null : scope.name() + "/";
  }

  /// The global, then the local variables; empty before the first complete call.
  public ImmutableList<Variable> variables() {
    return ImmutableList.<Variable>builder()
        .addAll(globalVariables())
        .addAll(localVariables())
        .build();
  }

  public ImmutableList<Variable> globalVariables() {
    return variables(GraphKeys.GLOBAL_VARIABLES);
  }

  public ImmutableList<Variable> trainableVariables() {
    return variables(GraphKeys.TRAINABLE_VARIABLES);
  }

  /// The global variables that are not trainable.
  public ImmutableList<Variable> nonTrainableVariables() {
    ImmutableList<Variable> trainable = trainableVariables();
    return globalVariables().stream()
        .filter(variable -> !trainable.contains(variable))
        .collect(ImmutableList.toImmutableList());
  }

  public ImmutableList<Variable> localVariables() {
    return variables(GraphKeys.LOCAL_VARIABLES);
  }

  private ImmutableList<Variable> variables(String key) {
    return complete && scope != null
        ? CollectionTable.variables(graph.collection(key, scope.name() + "/"))
        : ImmutableList.of();
  }

  @Override
  public String toString() {
    return "template \"" + name + "\"";
  }
}
