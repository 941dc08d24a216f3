package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.NameScope;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Operation;
import io.scopegraph.builder.Reuse;
import io.scopegraph.builder.ScopeError;
import io.scopegraph.builder.Variable;
import io.scopegraph.builder.VariableRequest;
import io.scopegraph.builder.VariableScope;
import io.scopegraph.builder.VariableScopeOptions;
import io.scopegraph.op.InvalidOpException;
import io.scopegraph.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs one program of a case file on a fresh graph and collects the values that it emits.
final class CaseProgram {
  private static final Set<String> NAMED = Set.of("get_variable", "variable", "create");

  private final List<@Nullable Object> emitted = new ArrayList<>();
  private final Deque<Runnable> contexts = new ArrayDeque<>();
  private final Map<String, Object> bound = new HashMap<>();
  private GraphBuilder graph = new GraphBuilder();

  /// A part of the language that is not covered here.
  static final class Uncovered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Uncovered(String what) {
      super(what);
    }
  }

  /// A wrong argument that static types rule out.
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String kind) {
      super(kind);
    }
  }

  static List<@Nullable Object> run(JsonNode steps) {
    CaseProgram program = new CaseProgram();
    for (JsonNode step : steps) {
      if (!program.survives(step)) {
        break;
      }
    }
    return program.emitted;
  }

  private boolean survives(JsonNode step) {
    try {
      perform(step);
      return true;
    } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException e) {
      emitted.add(Map.of("error", kind(e)));
    } catch (Refusal e) {
      emitted.add(Map.of("error", Objects.requireNonNull(e.getMessage())));
    }
    return step.path("catch").asBoolean();
  }

  private static String kind(RuntimeException exception) {
    if (exception instanceof ScopeError error) {
      return error.kind().name();
    }
    if (exception instanceof InvalidOpException invalid) {
      return invalid.constraint().equals("C4") ? "DIM_MISMATCH" : "NEGATIVE_DIMENSION";
    }
    throw exception;
  }

  private void perform(JsonNode step) {
    String op = step.path("op").asText();
    switch (op) {
      case "enter_name_scope" -> finish(step, enterNameScope(step));
      case "enter_variable_scope" -> finish(step, enterVariableScope(step));
      case "enter_graph" -> {
        GraphBuilder former = graph;
        graph = new GraphBuilder();
        contexts.push(() -> graph = former);
      }
      case "exit" -> {
        for (int i = 0; i < step.path("count").asInt(1); i++) {
          contexts.pop().run();
        }
      }
      case "get_variable_scope" -> finish(step, graph.currentVariableScope());
      case "reuse_variables" -> scope(step.path("scope")).reuseVariables();
      case "set_scope_default" ->
          graph
              .currentVariableScope()
              .setInitializer(CaseValues.initializer(graph, step.path("value")));
      case "get_variable" -> finish(step, getVariable(step));
      case "variable" -> finish(step, variable(step));
      case "create" -> finish(step, create(step));
      case "unique_name" ->
          emitted.add(
              step.path("mark_as_used").asBoolean(true)
                  ? graph.uniqueName(step.path("name").asText())
                  : graph.peekUniqueName(step.path("name").asText()));
      case "get_name_scope" -> emitted.add(graph.currentNameScope());
      case "lookup" -> {
        String name = step.path("name").asText();
        boolean tensor = step.path("kind").asText().equals("tensor");
        emitted.add(tensor ? graph.output(name).name() : graph.operation(name).name());
      }
      case "op_names" ->
          emitted.add(
              graph.operationNames().stream()
                  .filter(name -> name.startsWith(step.path("prefix").asText()))
                  .toList());
      case "collection" -> emitted.add(names(collection(step)));
      case "add_to_collection" ->
          graph.addToCollection(
              CaseValues.key(step.path("key").asText()), (Operand) reference(step.path("value")));
      case "same" -> emitted.add(isSame(reference(step.path("a")), reference(step.path("b"))));
      case "emit" -> emit(reference(step.path("of")), step.path("props"));
      case "finalize" -> graph.build();
      default -> throw new Uncovered(op);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the cases ask for one object
  private static boolean isSame(Object a, Object b) {
    return a == b;
  }

  private void finish(JsonNode step, Object result) {
    if (step.has("id")) {
      bound.put(step.path("id").asText(), result);
    }
    if (step.path("emit").isArray()) {
      emit(result, step.path("emit"));
    } else if (step.path("emit").asBoolean()) {
      emitted.add(result instanceof NameScope scope ? scope.prefix() : result);
    } else if (NAMED.contains(step.path("op").asText())) {
      emitted.add(property(result, "name"));
    }
  }

  private NameScope enterNameScope(JsonNode step) {
    String name = name(step.path("name"));
    boolean plain = !step.hasNonNull("default_name") && !step.has("values");
    String defaultName = step.path("default_name").textValue();
    NameScope scope = plain ? graph.nameScope(name) : graph.nameScope(name, defaultName);
    contexts.push(scope::close);
    return scope;
  }

  private VariableScope enterVariableScope(JsonNode step) {
    if (step.has("custom_getter") || step.has("regularizer")) {
      throw new Uncovered("custom_getter, regularizer");
    }
    JsonNode target = step.path("scope");
    String defaultName = step.path("default_name").textValue();
    refuseWhatTypesRuleOut(step, target, defaultName);
    VariableScopeOptions options =
        VariableScopeOptions.of(
                switch (step.path("reuse").asText()) {
                  case "true" -> Reuse.REUSE;
                  case "AUTO_REUSE" -> Reuse.AUTO_REUSE;
                  default -> Reuse.INHERIT;
                })
            .withAuxiliaryNameScope(step.path("auxiliary_name_scope").asBoolean(true));
    if (step.has("initializer")) {
      options = options.withInitializer(CaseValues.initializer(graph, step.path("initializer")));
    }
    if (step.has("dtype")) {
      options = options.withDType(CaseValues.dtype(step.path("dtype").asText()));
    }
    VariableScope scope;
    if (target.isTextual()) {
      scope = graph.variableScope(target.asText(), options);
    } else if (target.isObject()) {
      scope = graph.variableScope((VariableScope) reference(target), options);
    } else {
      scope = graph.uniqueVariableScope(Objects.requireNonNull(defaultName), options);
    }
    contexts.push(scope::close);
    return scope;
  }

  private static void refuseWhatTypesRuleOut(
      JsonNode step, JsonNode target, @Nullable String defaultName) {
    if (target.isNull() && defaultName == null) {
      throw new Refusal("SCOPE_REQUIRED");
    }
    if (target.isNumber()) {
      throw new Refusal("BAD_SCOPE_TYPE");
    }
    JsonNode reuse = step.path("reuse");
    boolean legal =
        reuse.isMissingNode()
            || reuse.isNull()
            || reuse.isBoolean()
            || reuse.asText().equals("AUTO_REUSE");
    if (!legal) {
      throw new Refusal("BAD_REUSE");
    }
    JsonNode auxiliary = step.path("auxiliary_name_scope");
    if (!auxiliary.isMissingNode() && !auxiliary.isBoolean()) {
      throw new Refusal("BAD_AUXILIARY");
    }
  }

  private Operand getVariable(JsonNode step) {
    if (step.has("custom_getter") || step.has("regularizer")) {
      throw new Uncovered("custom_getter, regularizer");
    }
    VariableRequest request = VariableRequest.named(step.path("name").asText());
    if (step.hasNonNull("shape")) {
      request = request.withShape(CaseValues.shape(step.path("shape")));
    }
    if (step.hasNonNull("dtype")) {
      request = request.withDType(CaseValues.dtype(step.path("dtype").asText()));
    }
    if (step.hasNonNull("initializer")) {
      request = request.withInitializer(CaseValues.initializer(graph, step.path("initializer")));
    }
    if (step.has("collections")) {
      request = request.withCollections(CaseValues.keys(step.path("collections")));
    }
    request = request.withTrainable(step.path("trainable").asBoolean(true));
    return graph.getVariable(step.path("local").asBoolean() ? request.local() : request);
  }

  private Variable variable(JsonNode step) {
    JsonNode value = step.path("value");
    String[] keys =
        step.has("collections")
            ? CaseValues.keys(step.path("collections"))
            : new String[] {GraphKeys.GLOBAL_VARIABLES};
    return graph.variable(
        name(step.path("name")),
        value.isObject()
            ? Initializers.value((Operand) reference(value))
            : Initializers.value((float) value.asDouble(1)),
        step.path("trainable").asBoolean(true),
        keys);
  }

  private Object create(JsonNode step) {
    String name = name(step.path("name"));
    if (step.path("type").asText().equals("no_op")) {
      return graph.noOp(name);
    }
    List<Operand> inputs = new ArrayList<>();
    step.path("inputs").forEach(input -> inputs.add((Operand) reference(input)));
    return CaseValues.create(graph, step, name, inputs);
  }

  private List<Operand> collection(JsonNode step) {
    String key = CaseValues.key(step.path("key").asText());
    if (step.has("of")) {
      return graph.collection(key, scope(step.path("of")));
    }
    return step.has("scope")
        ? graph.collection(key, step.path("scope").asText())
        : graph.collection(key);
  }

  private static List<String> names(List<Operand> items) {
    return items.stream().map(Operand::name).toList();
  }

  private VariableScope scope(JsonNode id) {
    return id.isMissingNode() ? graph.currentVariableScope() : (VariableScope) reference(id);
  }

  private Object reference(JsonNode id) {
    String name = id.isObject() ? id.path("ref").asText() : id.asText();
    return Objects.requireNonNull(bound.get(name), name);
  }

  private @Nullable String name(JsonNode name) {
    return name.isObject() ? ((NameScope) reference(name)).prefix() : name.textValue();
  }

  private void emit(Object result, JsonNode properties) {
    properties.forEach(property -> emitted.add(property(result, property.asText())));
  }

  private @Nullable Object property(Object of, String property) {
    return switch (of) {
      case VariableScope scope ->
          switch (property) {
            case "name" -> scope.name();
            case "original_name_scope" -> scope.originalNameScope();
            case "reuse" ->
                scope.reuse() == Reuse.AUTO_REUSE ? "AUTO_REUSE" : scope.reuse() == Reuse.REUSE;
            case "dtype" -> scope.dtype().toString();
            case "initializer_set" -> scope.initializer() != null;
            default -> throw new Uncovered(property);
          };
      case Operand operand ->
          switch (property) {
            case "name" -> operand.name();
            case "op" -> operand.opName();
            case "shape" -> dims(operand.shape());
            case "dtype" -> operand.dtype().toString();
            case "trainable" -> graph.collection(GraphKeys.TRAINABLE_VARIABLES).contains(operand);
            case "initial_value_op" -> ((Variable) operand).initialOperation().name();
            case "initializer_type" -> ((Variable) operand).initialOperation().type();
            default -> throw new Uncovered(property);
          };
      case Operation operation -> operation.name();
      default -> throw new Uncovered(property);
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
