package io.scopegraph.scopes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.GraphKeys;
import io.scopegraph.builder.Initializers;
import io.scopegraph.builder.NameScope;
import io.scopegraph.builder.Named;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.ScopeError;
import io.scopegraph.builder.Template;
import io.scopegraph.builder.TemplateOptions;
import io.scopegraph.builder.Variable;
import io.scopegraph.builder.VariableRequest;
import io.scopegraph.builder.VariableScope;
import io.scopegraph.layers.Layer;
import io.scopegraph.op.InvalidOpException;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.Tensor;
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
  private static final Set<String> NAMED =
      Set.of("get_variable", "variable", "create", "layer", "call_layer");

  private final List<@Nullable Object> emitted = new ArrayList<>();
  private final Deque<Runnable> contexts = new ArrayDeque<>();
  private final Map<String, Object> bound = new HashMap<>();
  private final CaseGetters getters = new CaseGetters();
  private GraphBuilder graph = new GraphBuilder();

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
    } catch (CaseRefusal e) {
      emitted.add(Map.of("error", Objects.requireNonNull(e.getMessage())));
    }
    return step.path("catch").asBoolean();
  }

  private static String kind(RuntimeException exception) {
    if (exception instanceof ScopeError error) {
      return error.kind().name();
    }
    if (exception instanceof InvalidOpException invalid) {
      String message = String.valueOf(invalid.getMessage());
      if (message.contains("Negative dimension size")) {
        return "NEGATIVE_DIMENSION";
      }
      if (message.contains("Depth of input")) {
        return "DIM_MISMATCH";
      }
    }
    throw exception;
  }

  private void perform(JsonNode step) {
    String op = step.path("op").asText();
    switch (op) {
      case "enter_name_scope" -> finish(step, enterNameScope(step));
      case "enter_variable_scope" -> {
        VariableScope scope = CaseScopes.enter(graph, getters, step, this::reference);
        contexts.push(scope::close);
        finish(step, scope);
      }
      case "enter_graph" -> {
        GraphBuilder former = graph;
        graph = new GraphBuilder();
        contexts.push(() -> graph = former);
      }
      case "exit" -> exit(step.path("count").asInt(1));
      case "get_variable_scope" -> finish(step, graph.currentVariableScope());
      case "reuse_variables" -> scope(step.path("scope")).reuseVariables();
      case "set_scope_default" ->
          CaseScopes.setDefault(
              graph, graph.currentVariableScope(), getters, step.path("field").asText(), step);
      case "get_variable" -> finish(step, getVariable(step));
      case "variable" -> finish(step, variable(step));
      case "create" ->
          finish(step, CaseOps.create(graph, step, name(step.path("name")), inputs(step)));
      case "layer" -> finish(step, CaseLayers.make(graph, step, inputs(step).getFirst()).apply());
      case "make_layer" -> finish(step, CaseLayers.make(graph, step, null));
      case "call_layer" ->
          finish(step, ((Layer<?>) reference(step.path("layer"))).apply(inputs(step).getFirst()));
      case "layer_info" -> emit(reference(step.path("layer")), step.path("emit"));
      case "make_template" -> finish(step, makeTemplate(step));
      case "call_template" -> callTemplate(step);
      case "template_info" -> emit(reference(step.path("template")), step.path("emit"));
      case "add_to_collection" ->
          graph.addToCollection(
              CaseValues.key(step.path("key").asText()), (Named) reference(step.path("value")));
      case "emit" -> emit(reference(step.path("of")), step.path("props"));
      case "finalize" -> graph.build();
      default -> emitted.add(answer(op, step));
    }
  }

  /// The steps that always emit one value.
  private @Nullable Object answer(String op, JsonNode step) {
    String name = step.path("name").asText();
    return switch (op) {
      case "unique_name" ->
          step.path("mark_as_used").asBoolean(true)
              ? graph.uniqueName(name)
              : graph.peekUniqueName(name);
      case "get_name_scope" -> graph.currentNameScope();
      case "lookup" ->
          step.path("kind").asText().equals("tensor")
              ? graph.output(name).name()
              : graph.operation(name).name();
      case "op_names" ->
          graph.operationNames().stream()
              .filter(each -> each.startsWith(step.path("prefix").asText()))
              .toList();
      case "collection" -> CaseProperties.names(collection(step));
      case "same" -> isSame(reference(step.path("a")), reference(step.path("b")));
      case "counter" -> getters.count(step.path("counter").asText());
      case "eval" -> evaluate(step);
      default -> throw new AssertionError("There is no step " + op);
    };
  }

  @SuppressWarnings("ReferenceEquality") // the cases ask for one object
  private static boolean isSame(Object a, Object b) {
    return a == b;
  }

  private void exit(int count) {
    for (int i = 0; i < count; i++) {
      contexts.pop().run();
    }
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
      emitted.add(CaseProperties.read(graph, result, "name"));
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

  private Operand getVariable(JsonNode step) {
    VariableRequest request = VariableRequest.named(step.path("name").asText());
    if (step.hasNonNull("shape")) {
      request = request.withShape(CaseValues.shape(step.path("shape")));
    }
    if (step.hasNonNull("dtype")) {
      request = request.withDType(CaseValues.dtype(step.path("dtype")));
    }
    if (step.hasNonNull("initializer")) {
      request = request.withInitializer(CaseValues.initializer(graph, step.path("initializer")));
    }
    if (step.hasNonNull("regularizer")) {
      request = request.withRegularizer(CaseValues.regularizer(step.path("regularizer")));
    }
    if (step.hasNonNull("custom_getter")) {
      request = request.withGetter(getters.of(step.path("custom_getter")));
    }
    if (step.has("collections")) {
      request = request.withCollections(CaseValues.keys(step.path("collections")));
    }
    request = request.withTrainable(step.path("trainable").asBoolean(true));
    return graph.getVariable(step.path("local").asBoolean() ? request.local() : request);
  }

  private Variable variable(JsonNode step) {
    JsonNode value = step.has("value") ? step.path("value") : DoubleNode.valueOf(1);
    String[] keys =
        step.has("collections")
            ? CaseValues.keys(step.path("collections"))
            : new String[] {GraphKeys.GLOBAL_VARIABLES};
    return graph.variable(
        name(step.path("name")),
        value.has("ref")
            ? Initializers.value((Operand) reference(value))
            : CaseValues.initializer(graph, value),
        step.path("trainable").asBoolean(true),
        keys);
  }

  private List<Operand> inputs(JsonNode step) {
    List<Operand> inputs = new ArrayList<>();
    step.path("inputs").forEach(input -> inputs.add((Operand) reference(input)));
    return inputs;
  }

  private List<Named> collection(JsonNode step) {
    String key = CaseValues.key(step.path("key").asText());
    if (step.has("of")) {
      return scope(step.path("of")).collection(key);
    }
    return step.hasNonNull("scope")
        ? graph.collection(key, step.path("scope").asText())
        : graph.collection(key);
  }

  private Template<JsonNode, Map<String, Object>> makeTemplate(JsonNode step) {
    TemplateOptions options =
        TemplateOptions.DEFAULT
            .withUniqueName(step.path("unique_name").textValue())
            .withCreateScopeNow(step.path("create_scope_now").asBoolean());
    if (step.hasNonNull("custom_getter")) {
      options = options.withGetter(getters.of(step.path("custom_getter")));
    }
    return graph.makeTemplate(
        step.path("name").textValue(), (JsonNode arguments) -> runBody(step, arguments), options);
  }

  /// Runs the body of a template.
  ///
  /// @return the object bound to its result, under that name
  private Map<String, Object> runBody(JsonNode template, JsonNode arguments) {
    int open = contexts.size();
    try {
      for (JsonNode step : template.path("body")) {
        JsonNode filled = CaseArguments.fill(step, arguments, template.path("kwargs"));
        if (filled.path("catch").asBoolean()) {
          survives(filled);
        } else {
          perform(filled);
        }
      }
    } finally {
      exit(contexts.size() - open);
    }
    return template.has("result") ? Map.of("result", reference(template.path("result"))) : Map.of();
  }

  @SuppressWarnings("unchecked") // the only templates here are those of makeTemplate
  private void callTemplate(JsonNode step) {
    var template = (Template<JsonNode, Map<String, Object>>) reference(step.path("template"));
    Object result = template.call(step.path("args")).get("result");
    if (result != null) {
      finish(step, result);
    }
  }

  /// Runs the ops so far, all variables at their first values.
  private Object evaluate(JsonNode step) {
    Operand fetched =
        step.has("fetch")
            ? (Operand) reference(step.path("fetch"))
            : graph.output(step.path("fetch_name").asText());
    try (Session session = Session.open(graph.snapshot(Map.of("fetched", fetched)))) {
      Map<String, Tensor> feeds = new HashMap<>();
      step.path("feed")
          .forEachEntry((id, value) -> {
            Operand placeholder = (Operand) Objects.requireNonNull(bound.get(id), id);
            if (session.inputs().containsKey(placeholder.opName())) {
              feeds.put(placeholder.opName(), CaseValues.tensor(value, placeholder.dtype()));
            }
          });
      return CaseValues.list(session.run(feeds).get("fetched"));
    }
  }

  private VariableScope scope(JsonNode id) {
    return id.isMissingNode() || id.isNull()
        ? graph.currentVariableScope()
        : (VariableScope) reference(id);
  }

  private Object reference(JsonNode id) {
    String name = id.isObject() ? id.path("ref").asText() : id.asText();
    return Objects.requireNonNull(bound.get(name), name);
  }

  private @Nullable String name(JsonNode name) {
    return name.isObject() ? ((NameScope) reference(name)).prefix() : name.textValue();
  }

  private void emit(Object result, JsonNode properties) {
    properties.forEach(
        property -> emitted.add(CaseProperties.read(graph, result, property.asText())));
  }
}
