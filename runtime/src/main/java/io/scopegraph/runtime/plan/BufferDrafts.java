package io.scopegraph.runtime.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Cast;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.plan.AliasClasses.Position;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.PlannedStep.Range;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.runtime.spi.KernelRequest;
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
      useVariable(weight, step);
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
    Value owner = classes.owner(value);
    BufferDraft draft = draft(owner);
    draft.touch(step);
    draft.hold(graph.tensorName(value));
    if (graph.op(owner) instanceof Cast) {
      useVariable(owner, step);
    }
  }

  /// A variable is kept as it is beside the forms that are made of it.
  private void useVariable(Value weight, int step) {
    if (!KernelRequest.isWeight(graph, weight)) {
      return;
    }
    Value plain = WeightForm.plain(graph, weight);
    if (graph.op(plain) instanceof VariableOp) {
      BufferDraft draft = draft(plain);
      draft.touch(step);
      draft.hold(graph.tensorName(plain));
    }
  }

  /// The buffer of a class.
  private BufferDraft draft(Value owner) {
    return drafts.computeIfAbsent(
        key(owner),
        _ ->
            switch (graph.op(owner)) {
              case Cast _ when KernelRequest.isWeight(graph, owner) ->
                  packed(owner, WeightForm.of(graph, owner));
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

  /// The buffer of a form that a kernel wants of a weight, which may be a form itself.
  private BufferDraft draftPacked(Value weight, PackedWeight packed) {
    return drafts.computeIfAbsent(
        new WeightKey.Packed(WeightForm.key(graph, weight), packed.form()),
        _ ->
            packed(
                weight,
                graph.op(weight) instanceof Cast
                    ? WeightForm.compose(WeightForm.of(graph, weight), packed)
                    : packed));
  }

  private BufferDraft packed(Value weight, PackedWeight form) {
    Value plain = WeightForm.plain(graph, weight);
    String name =
        graph.op(plain) instanceof VariableOp variable ? variable.key() : graph.node(plain).name();
    return new BufferDraft(
        BufferKind.PACKED, weight, name + " [" + form.form() + "]", form.bytes(), form);
  }

  /// Equal keys share a buffer.
  private Object key(Value owner) {
    return KernelRequest.isWeight(graph, owner) ? WeightForm.key(graph, owner) : owner;
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
