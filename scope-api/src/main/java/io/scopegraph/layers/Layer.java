package io.scopegraph.layers;

import com.google.common.collect.ImmutableList;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.UnusedLayerException;
import io.scopegraph.builder.VariableRequest;
import io.scopegraph.builder.VariableScope;
import io.scopegraph.builder.VariableScopeOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function with variables of its own in a variable scope of its own. [Layers] makes them.
///
/// Settings may be changed until the first call. The first call fixes the scope, which is below the
/// variable scope around it, and makes the variables; later calls share both, from wherever they
/// are. Confined to the thread of its builder.
///
/// @param <L> the layer's own type
public abstract sealed class Layer<L extends Layer<L>>
    permits BatchNormalizationLayer, DropoutLayer, FlattenLayer, Pooling2DLayer, WeightedLayer {
  private final GraphBuilder graph;
  private final @Nullable Operand input;
  private final String baseName;
  private final Map<String, Operand> weights = new LinkedHashMap<>();
  private @Nullable String givenName;
  private @Nullable String ownName;
  private @Nullable VariableScope scope;
  private Reuse reuse = Reuse.INHERIT;
  private boolean trainable = true;
  private boolean built;

  Layer(GraphBuilder graph, @Nullable Operand input, String baseName) {
    this.graph = graph;
    this.input = input;
    this.baseName = baseName;
  }

  /// Names the layer. In the functional form this is exactly the name of its variable scope, so
  /// that a second layer of the name must reuse; an object treats it as its default name, and two
  /// objects of one name are numbered.
  public L name(@Nullable String name) {
    checkUnused();
    givenName = name;
    return self();
  }

  /// Whether the variables must exist or may. Without a name, the variables of the first unnamed
  /// layer of this kind are meant.
  public L reuse(Reuse changed) {
    checkUnused();
    reuse = changed;
    return self();
  }

  /// Whether the variables are among the trainable ones; true by default.
  public L trainable(boolean changed) {
    checkUnused();
    trainable = changed;
    return self();
  }

  /// Checks that settings may still be changed.
  final void checkUnused() {
    if (scope != null) {
      throw new IllegalStateException(
          "The settings of layer \"%s\" are fixed since its first call".formatted(scope.name()));
    }
  }

  abstract L self();

  /// Calls the layer on the input that it was made with.
  ///
  /// @throws IllegalStateException if it was made without
  /// @see #apply(Operand)
  public final Output apply() {
    if (input == null) {
      throw new IllegalStateException(
          "Layer \"%s\" was made without an input: pass one".formatted(name()));
    }
    return apply(input);
  }

  /// Calls the layer.
  ///
  /// @throws io.scopegraph.builder.ScopeException if a variable may not be made, is not there or
  ///   does not fit, or the input's channels are unknown
  /// @throws io.scopegraph.op.InvalidOpException if the input does not fit
  public final Output apply(Operand x) {
    if (scope == null) {
      scope = captureScope();
    }
    VariableScopeOptions options =
        VariableScopeOptions.of(built ? Reuse.REUSE : reuse).withAuxiliaryNameScope(false);
    try (var entered = graph.variableScope(scope, options);
        var _ = graph.nameScope(entered.originalNameScope())) {
      Output result = call(x);
      built = true;
      return result;
    } finally {
      if (!built) {
        weights.clear();
      }
    }
  }

  private VariableScope captureScope() {
    VariableScope captured = enterNew();
    captured.close();
    return captured;
  }

  private VariableScope enterNew() {
    String wanted = givenName == null ? baseName : givenName;
    boolean exact = reuse != Reuse.INHERIT || (input != null && givenName != null);
    return exact ? graph.variableScope(wanted) : graph.uniqueVariableScope(wanted);
  }

  /// What the layer computes, in its scope.
  abstract Output call(Operand x);

  final GraphBuilder graph() {
    return graph;
  }

  /// A variable of the layer: made by the first call, the same one in later calls.
  final Operand weight(VariableRequest request) {
    Operand known = weights.get(request.name());
    if (known != null) {
      return known;
    }
    Operand made = graph.getVariable(request.withTrainable(trainable && request.trainable()));
    weights.put(request.name(), made);
    return made;
  }

  /// The layer's own name: the given one, or its base name and a number counted in the graph. It
  /// names no op and no variable.
  public final String name() {
    if (givenName != null) {
      return givenName;
    }
    if (ownName == null) {
      ownName = graph.nextLayerName(baseName);
    }
    return ownName;
  }

  /// The name of the variable scope.
  ///
  /// @throws UnusedLayerException before the first call
  public final String scopeName() {
    if (scope == null) {
      throw new UnusedLayerException(name());
    }
    return scope.name();
  }

  /// The variables in the order in which they were made; empty before the first call.
  public final ImmutableList<Operand> variables() {
    return ImmutableList.copyOf(weights.values());
  }

  @Override
  public String toString() {
    return "layer \"" + (scope == null ? name() : scope.name()) + "\"";
  }
}
