package io.scopegraph.runtime.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.plan.AliasClasses.Position;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.PlannedStep.Range;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.tensor.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The buffers that a plan needs, before they have places.
final class BufferDrafts {
  private record WorkspaceKey(int node) {}

  private final Graph graph;
  private final AliasClasses classes;
  private final Map<Integer, Kernel> kernels;
  private final Map<Object, BufferDraft> drafts = new LinkedHashMap<>();

  BufferDrafts(Graph graph, AliasPlanner.Decision decision, Map<Integer, Kernel> kernels) {
    this.graph = graph;
    this.classes = decision.classes();
    this.kernels = kernels;
    graph.placeholders().stream()
        .map(node -> Value.of(node.id()))
        .filter(value -> decision.liveness().first(value) >= 0)
        .forEach(this::draft);
    graph.outputs().forEach(this::draftOutput);
    for (int step = 0; step < decision.steps().size(); step++) {
      draftStep(decision.steps().get(step), step);
    }
    List<BufferDraft> ordered = ordered();
    for (int id = 0; id < ordered.size(); id++) {
      ordered.get(id).number(id);
    }
  }

  /// All buffers, kind by kind.
  ImmutableList<BufferDraft> ordered() {
    return drafts.values().stream()
        .sorted(Comparator.comparing(BufferDraft::kind))
        .collect(toImmutableList());
  }

  private void draftOutput(String name, Value value) {
    Value owner = classes.owner(value);
    BufferDraft draft =
        new BufferDraft(BufferKind.OUTPUT, owner, name, graph.spec(owner).byteSize());
    draft.hold(graph.tensorName(value));
    drafts.put(owner, draft);
  }

  private void draftStep(Node node, int step) {
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      use(new Value(node.id(), slot), step);
    }
    Kernel kernel = PlannedGraph.kernel(kernels, node);
    kernel.runtimeInputs().forEach(input -> use(node.inputs().get(input), step));
    for (PackedWeight packed : kernel.packedWeights()) {
      Value weight = node.inputs().get(packed.input());
      if (graph.op(weight) instanceof VariableOp) {
        use(weight, step);
      }
      draftPacked(weight, packed).touch(step);
    }
    if (kernel.workspaceBytes() > 0) {
      String name = node.name() + " workspace";
      BufferDraft draft =
          new BufferDraft(BufferKind.WORKSPACE, Value.of(node.id()), name, kernel.workspaceBytes());
      drafts.put(new WorkspaceKey(node.id()), draft);
      draft.touch(step);
    }
  }

  private void use(Value value, int step) {
    BufferDraft draft = draft(classes.owner(value));
    draft.touch(step);
    draft.hold(graph.tensorName(value));
  }

  /// The buffer of a class.
  private BufferDraft draft(Value owner) {
    return drafts.computeIfAbsent(
        key(owner),
        _ ->
            switch (graph.op(owner)) {
              case VariableOp variable ->
                  new BufferDraft(BufferKind.VARIABLE, owner, variable.key(), bytes(owner));
              case Constant _ ->
                  new BufferDraft(
                      BufferKind.CONSTANT, owner, graph.node(owner).name(), bytes(owner));
              case Placeholder _ ->
                  new BufferDraft(BufferKind.INPUT, owner, graph.node(owner).name(), bytes(owner));
              default ->
                  new BufferDraft(
                      BufferKind.INTERMEDIATE, owner, graph.tensorName(owner), bytes(owner));
            });
  }

  private BufferDraft draftPacked(Value weight, PackedWeight packed) {
    return drafts.computeIfAbsent(
        new WeightKey.Packed(weightKey(weight), packed.form()),
        _ -> {
          String name =
              graph.op(weight) instanceof VariableOp variable
                  ? variable.key()
                  : graph.node(weight).name();
          return new BufferDraft(
              BufferKind.PACKED, weight, name + " [" + packed.form() + "]", packed.bytes(), packed);
        });
  }

  /// Equal keys share a buffer.
  private Object key(Value owner) {
    return isWeight(owner) ? weightKey(owner) : owner;
  }

  private boolean isWeight(Value owner) {
    return graph.op(owner) instanceof VariableOp || graph.op(owner) instanceof Constant;
  }

  private WeightKey weightKey(Value owner) {
    return switch (graph.op(owner)) {
      case VariableOp variable -> new WeightKey.Variable(variable.key());
      case Constant(Tensor value) -> new WeightKey.Constant(value);
      default -> throw new IllegalStateException(graph.tensorName(owner) + " cannot be packed");
    };
  }

  private long bytes(Value value) {
    return graph.spec(value).byteSize();
  }

  /// What each buffer of the weights holds, in the order of the buffers.
  ImmutableList<PlannedWeight> weights() {
    return drafts.entrySet().stream()
        .filter(entry -> entry.getValue().kind().region() == Region.WEIGHTS)
        .map(entry ->
            new PlannedWeight(
                entry.getValue().id(), (WeightKey) entry.getKey(), entry.getValue().packing()))
        .sorted(Comparator.comparingInt(PlannedWeight::buffer))
        .collect(toImmutableList());
  }

  /// A step with the ranges that it touches.
  PlannedStep step(Node node) {
    Kernel kernel = PlannedGraph.kernel(kernels, node);
    ImmutableList.Builder<Range> inputs = ImmutableList.builder();
    for (int input = 0; input < node.inputs().size(); input++) {
      inputs.add(
          kernel.runtimeInputs().contains(input) ? range(node.inputs().get(input)) : Range.NONE);
    }
    ImmutableList.Builder<Range> outputs = ImmutableList.builder();
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      outputs.add(range(new Value(node.id(), slot)));
    }
    ImmutableList<Range> packed =
        kernel.packedWeights().stream()
            .map(form -> draftPacked(node.inputs().get(form.input()), form).whole())
            .collect(toImmutableList());
    BufferDraft workspace = drafts.get(new WorkspaceKey(node.id()));
    return new PlannedStep(
        node,
        kernel,
        inputs.build(),
        outputs.build(),
        packed,
        workspace == null ? Range.NONE : workspace.whole());
  }

  private Range range(Value value) {
    Position position = classes.position(value);
    if (position == null) {
      throw new IllegalStateException(graph.tensorName(value) + " has no place");
    }
    return new Range(
        draft(position.owner()).id(), position.offset(), bytes(value), position.pitch());
  }
}
