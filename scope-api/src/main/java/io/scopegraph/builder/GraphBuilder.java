package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.Placeholder;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes a graph, with the names, scopes and shared variables of TensorFlow 1.
///
/// ```java
/// var g = new GraphBuilder();
/// var x = g.placeholder("x", DType.FLOAT32, Shape.of(-1, 784));
/// try (var _ = g.variableScope("dense", Reuse.AUTO_REUSE)) {
///   var w = g.getVariable("w", Shape.of(784, 10)); // dense/w
///   var y = Nn.softmax(MathOps.matMul(x, w)); // dense/Softmax
///   Graph graph = g.build(y);
/// }
/// ```
///
/// Ops are methods of [Nn], [MathOps] and [ArrayOps]; they take outputs and variables, which know
/// their builder. All state is the builder's own: there is no default graph. A builder is confined
/// to one thread at a time.
///
/// Errors about names, scopes and variables are [ScopeError]s; an op that does not take its inputs
/// is an [io.scopegraph.op.InvalidOpException].
public final class GraphBuilder {
  private final CollectionTable collections = new CollectionTable();
  private final ScopeStack scopes = new ScopeStack(collections);
  private final Map<String, Integer> layerCounts = new HashMap<>();
  private final OperationTable operations;
  private final VariableFactory factory;
  private final SharedVariables shared;

  /// A builder of an empty graph with seed 0.
  public GraphBuilder() {
    this(0);
  }

  /// A builder of an empty graph.
  ///
  /// @param seed determines, with its name, what a randomly filled variable holds
  public GraphBuilder(long seed) {
    this.operations = new OperationTable(this, scopes);
    this.factory = new VariableFactory(this, scopes, operations, collections, seed);
    this.shared = new SharedVariables(scopes, factory, collections);
  }

  /// Opens a name scope below the current one, numbered if the name is taken. Null or an empty name
  /// means the root; a name with a trailing slash is absolute and enters an existing scope again.
  public NameScope nameScope(@Nullable String name) {
    return scopes.enterName(name);
  }

  /// Opens a name scope by its name or, if that is null, by a default name.
  public NameScope nameScope(@Nullable String name, @Nullable String defaultName) {
    if (name == null && defaultName == null) {
      throw new ScopeException(
          ErrorKind.NAME_OR_DEFAULT_REQUIRED,
          "At least one of name (None) and default_name (None) must be provided.");
    }
    return scopes.enterName(name == null ? defaultName : name);
  }

  /// The current name scope, without a trailing slash; empty at the root.
  public String currentNameScope() {
    return scopes.namePrefix();
  }

  /// The name that an op of this name would get now, which is reserved.
  public String uniqueName(String name) {
    return scopes.unique(name, true);
  }

  /// The name that an op of this name would get now, which stays free.
  public String peekUniqueName(String name) {
    return scopes.unique(name, false);
  }

  /// Enters a variable scope below the current one, and opens a name scope of this name.
  public VariableScope variableScope(String name) {
    return variableScope(name, VariableScopeOptions.DEFAULT);
  }

  public VariableScope variableScope(String name, Reuse reuse) {
    return variableScope(name, VariableScopeOptions.of(reuse));
  }

  public VariableScope variableScope(String name, VariableScopeOptions options) {
    return scopes.enter(name, options);
  }

  /// Enters a copy of a scope, with the full name of that, wherever the current one is. The name
  /// scope is the last part of its name, below the current name scope.
  public VariableScope variableScope(VariableScope scope) {
    return variableScope(scope, VariableScopeOptions.DEFAULT);
  }

  public VariableScope variableScope(VariableScope scope, Reuse reuse) {
    return variableScope(scope, VariableScopeOptions.of(reuse));
  }

  public VariableScope variableScope(VariableScope scope, VariableScopeOptions options) {
    return scopes.enter(scope, options);
  }

  /// Enters a variable scope of a name that was not entered before, numbered if need be.
  public VariableScope uniqueVariableScope(String defaultName) {
    return uniqueVariableScope(defaultName, VariableScopeOptions.DEFAULT);
  }

  public VariableScope uniqueVariableScope(String defaultName, VariableScopeOptions options) {
    return scopes.enterUnique(defaultName, options);
  }

  public VariableScope currentVariableScope() {
    return scopes.variableScope();
  }

  /// Makes or finds a float variable of the current variable scope, as the scope's reuse says.
  public Operand getVariable(String name, Shape shape) {
    return getVariable(VariableRequest.named(name).withShape(shape));
  }

  public Operand getVariable(String name, Shape shape, Initializer initializer) {
    return getVariable(VariableRequest.named(name).withShape(shape).withInitializer(initializer));
  }

  public Operand getVariable(String name, Shape shape, DType dtype, Initializer initializer) {
    return getVariable(
        VariableRequest.named(name).withShape(shape).withDType(dtype).withInitializer(initializer));
  }

  /// Makes or finds a variable of which the initializer settles everything.
  public Operand getVariable(String name, Initializer value) {
    return getVariable(VariableRequest.named(name).withInitializer(value));
  }

  /// Makes or finds a variable of the current variable scope, as the scope's reuse says.
  ///
  /// @throws ScopeException if it may not be made, is not there, or does not fit what is there
  public Operand getVariable(VariableRequest request) {
    return shared.get(request);
  }

  /// Makes or finds a variable that is neither trainable nor global.
  public Operand getLocalVariable(String name, Shape shape, Initializer initializer) {
    return getVariable(
        VariableRequest.named(name).withShape(shape).withInitializer(initializer).local());
  }

  /// Makes a new float32 scalar variable, which is never shared; its name follows the name scope.
  public Variable variable(@Nullable String name, float value) {
    return variable(name, Initializers.value(value));
  }

  /// Makes a new variable, which is never shared; its name follows the name scope.
  ///
  /// @param initial a fixed value, not a function
  public Variable variable(@Nullable String name, Initializer initial) {
    return variable(name, initial, true, GraphKeys.GLOBAL_VARIABLES);
  }

  /// Makes a new variable that begins with the value of an op.
  ///
  /// @param initial a [#constant] or what was [drawn][#draw]
  /// @throws IllegalArgumentException if the value is computed by a run
  public Variable variable(@Nullable String name, Operand initial) {
    return variable(name, Initializers.value(initial));
  }

  public Variable variable(
      @Nullable String name, Initializer initial, boolean trainable, String... collectionKeys) {
    return factory.create(
        name == null ? "Variable" : name,
        initial,
        null,
        trainable,
        ImmutableList.copyOf(collectionKeys));
  }

  public Output placeholder(@Nullable String name, DType dtype, Shape shape) {
    return apply(name, "Placeholder", new Placeholder(new TensorSpec(dtype, shape)));
  }

  /// A fixed value.
  ///
  /// @param value its contents must not change any more
  public Output constant(@Nullable String name, Tensor value) {
    return apply(name, "Const", new Constant(value));
  }

  public Output constant(@Nullable String name, float value) {
    return constant(name, Tensor.scalar(value));
  }

  public Output constant(Tensor value) {
    return constant(null, value);
  }

  public Output constant(float value) {
    return constant(null, value);
  }

  /// A float32 value for a new variable to begin with: where TensorFlow has
  /// `tf.Variable(tf.truncated_normal(shape, stddev=0.1))`, this has `g.variable(null,
  /// g.draw(Initializers.truncatedNormal(0, 0.1), shape))`, with the ops of the same names. The
  /// value depends on the builder's seed and its name alone: unlike TensorFlow's it is the same in
  /// every run that reads it.
  ///
  /// @param function not a fixed value
  /// @throws ScopeException if it is one
  public Output draw(Initializer function, Shape shape) {
    if (!(function instanceof Initializer.Function drawn)) {
      throw new ScopeException(
          ErrorKind.CONST_INIT_WITH_SHAPE,
          "If initializer is a constant, do not specify shape. (shape %s)".formatted(shape));
    }
    return factory.draw(drawn, new TensorSpec(DType.FLOAT32, shape));
  }

  /// An op that does nothing; it holds a name.
  public Operation noOp(@Nullable String name) {
    return operations.addNameOnly(name == null ? "NoOp" : name, "NoOp", ImmutableList.of());
  }

  /// Adds any op with one output.
  ///
  /// @param name null for the default name; with a trailing slash it is taken as it is
  public Output apply(@Nullable String name, String defaultName, Op op, Operand... inputs) {
    return applyAll(name, defaultName, op, inputs).getFirst();
  }

  /// Adds any op.
  ///
  /// @return its outputs
  public ImmutableList<Output> applyAll(
      @Nullable String name, String defaultName, Op op, Operand... inputs) {
    Operation operation =
        operations.add(
            name == null ? defaultName : name, op, Stream.of(inputs).map(Operand::output).toList());
    ImmutableList.Builder<Output> outputs = ImmutableList.builder();
    for (int index = 0; index < operation.outputs().size(); index++) {
      outputs.add(new Output(this, operation, index));
    }
    return outputs.build();
  }

  /// The value of an exact tensor name, `scope/Relu:0`.
  public Output output(String tensorName) {
    return operations.output(tensorName);
  }

  /// The op of an exact name, `scope/Relu`.
  public Operation operation(String name) {
    return operations.operation(name);
  }

  /// The names of all ops in the order of their creation.
  public ImmutableList<String> operationNames() {
    return operations.names();
  }

  /// The items of a collection in the order of insertion.
  public ImmutableList<Named> collection(String key) {
    return collections.get(key);
  }

  /// The items of a collection whose name (`scope/v:0`) starts with a match of a regular
  /// expression.
  public ImmutableList<Named> collection(String key, String regex) {
    return collections.get(key, regex);
  }

  /// The items of a collection in a variable scope.
  public ImmutableList<Named> collection(String key, VariableScope scope) {
    return scope.collection(key);
  }

  public void addToCollection(String key, Named item) {
    collections.add(key, item);
  }

  /// All variables but local ones, in the order in which they were made.
  public ImmutableList<Variable> globalVariables() {
    return CollectionTable.variables(collection(GraphKeys.GLOBAL_VARIABLES));
  }

  /// The variables that training changes, in the order in which they were made.
  public ImmutableList<Variable> trainableVariables() {
    return CollectionTable.variables(collection(GraphKeys.TRAINABLE_VARIABLES));
  }

  /// The name of an unnamed layer object: a base name and a number, counted from 1 in this graph.
  public String nextLayerName(String baseName) {
    return baseName + "_" + layerCounts.merge(baseName, 1, Integer::sum);
  }

  /// A function of the graph whose variables are made by its first call and shared by all later
  /// ones, see [Template].
  public <A, R> Template<A, R> makeTemplate(@Nullable String name, Function<A, R> body) {
    return makeTemplate(name, body, TemplateOptions.DEFAULT);
  }

  /// A template with the rarer arguments.
  ///
  /// @throws ScopeException if the name is null
  /// @see #makeTemplate(String, Function)
  public <A, R> Template<A, R> makeTemplate(
      @Nullable String name, Function<A, R> body, TemplateOptions options) {
    return new Template<>(this, name, body, options);
  }

  /// The graph of all ops so far, with the given results under names of their own. Unlike after
  /// [#build(Map)], the builder goes on.
  public Graph snapshot(Map<String, ? extends Operand> outputs) {
    return operations.snapshot(outputs);
  }

  /// The graph of all ops so far, with the given results under their tensor names. From now on the
  /// builder takes no more ops.
  public Graph build(Operand... outputs) {
    Map<String, Operand> named = new LinkedHashMap<>();
    for (Operand output : outputs) {
      named.put(output.name(), output);
    }
    return build(named);
  }

  /// The graph of all ops so far, with the given results under names of their own.
  public Graph build(Map<String, ? extends Operand> outputs) {
    return operations.build(outputs);
  }
}
