package io.scopegraph.scopes;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Named;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Operation;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.Template;
import io.scopegraph.builder.Variable;
import io.scopegraph.builder.VariableScope;
import io.scopegraph.layers.Layer;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the properties that a case emits off the results of its steps.
final class CaseProperties {
  private CaseProperties() {}

  static @Nullable Object read(GraphBuilder graph, Object of, String property) {
    return switch (of) {
      case VariableScope scope -> scope(scope, property);
      case Operand operand -> operand(graph, operand, property);
      case Operation operation -> operation.name();
      case Template<?, ?> template -> template(template, property);
      case Layer<?> layer ->
          switch (property) {
            case "scope_name" -> layer.scopeName();
            case "variables" -> names(layer.variables());
            default -> throw unknown(layer, property);
          };
      default -> throw unknown(of, property);
    };
  }

  static List<String> names(List<? extends Named> items) {
    return items.stream().map(Named::name).toList();
  }

  private static IllegalArgumentException unknown(Object of, String property) {
    return new IllegalArgumentException("%s has no property %s".formatted(of, property));
  }

  private static Object scope(VariableScope scope, String property) {
    return switch (property) {
      case "name" -> scope.name();
      case "original_name_scope" -> scope.originalNameScope();
      case "reuse" ->
          scope.reuse() == Reuse.AUTO_REUSE ? "AUTO_REUSE" : scope.reuse() == Reuse.REUSE;
      case "dtype" -> scope.dtype().toString();
      case "initializer_set" -> scope.initializer() != null;
      case "trainable_variables" -> names(scope.trainableVariables());
      case "global_variables" -> names(scope.globalVariables());
      case "local_variables" -> names(scope.localVariables());
      default -> throw unknown(scope, property);
    };
  }

  private static @Nullable Object operand(GraphBuilder graph, Operand operand, String property) {
    return switch (property) {
      case "name" -> operand.name();
      case "op" -> operand.opName();
      case "shape" -> dims(operand.shape());
      case "dtype" -> operand.dtype().toString();
      case "trainable" -> graph.collection(GraphKeys.TRAINABLE_VARIABLES).contains(operand);
      case "initial_value_op" -> ((Variable) operand).initialOperation().name();
      case "initializer_type" -> ((Variable) operand).initialOperation().type();
      default -> throw unknown(operand, property);
    };
  }

  private static @Nullable Object template(Template<?, ?> template, String property) {
    VariableScope scope = template.variableScope();
    return switch (property) {
      case "name" -> template.name();
      case "variable_scope" -> scope;
      case "variable_scope.name" -> scope == null ? null : scope.name();
      case "variable_scope_name" -> template.variableScopeName();
      case "variables" -> names(template.variables());
      case "trainable_variables" -> names(template.trainableVariables());
      case "non_trainable_variables" -> names(template.nonTrainableVariables());
      case "global_variables" -> names(template.globalVariables());
      case "local_variables" -> names(template.localVariables());
      default -> throw unknown(template, property);
    };
  }

  private static @Nullable List<@Nullable Long> dims(Shape shape) {
    if (!shape.isRankKnown()) {
      return null;
    }
    List<@Nullable Long> dims = new ArrayList<>();
    for (long dim : shape.dims()) {
      dims.add(dim == Shape.UNKNOWN ? null : dim);
    }
    return dims;
  }
}
