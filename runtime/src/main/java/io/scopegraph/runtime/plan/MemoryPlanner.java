package io.scopegraph.runtime.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.PlannedStep.Range;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.tensor.Tensor;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes the memory plan of a graph whose kernels are selected, and verifies it.
public final class MemoryPlanner {
  /// What is planned for.
  ///
  /// @param device for people
  /// @param alignment every buffer begins at a multiple of this many bytes
  /// @param reuse whether values that are not needed at the same time may share memory, and results
  ///   may overwrite inputs
  public record Options(String device, long alignment, boolean reuse) {}

  private record WorkspaceKey(int node) {}

  /// A buffer that has no place yet.
  private static final class Draft {
    private final BufferKind kind;
    private final Value value;
    private final String name;
    private final TreeSet<String> values = new TreeSet<>();
    private final long bytes;
    private int first = Integer.MAX_VALUE;
    private int last = -1;
    private int id;
    private @Nullable PackedWeight packing;

    Draft(BufferKind kind, Value value, String name, long bytes) {
      this.kind = kind;
      this.value = value;
      this.name = name;
      this.bytes = bytes;
    }

    void touch(int step) {
      first = Math.min(first, step);
      last = Math.max(last, step);
    }
  }

  private final Graph graph;
  private final Liveness liveness;
  private final Map<Integer, Kernel> kernels;
  private final Options options;
  private final Map<Object, Draft> drafts = new LinkedHashMap<>();

  private MemoryPlanner(PlannedGraph planned, Map<Integer, Kernel> kernels, Options options) {
    this.graph = planned.graph();
    this.kernels = kernels;
    this.options = options;
    this.liveness = new Liveness(planned, kernels, options.reuse());
  }

  /// The plan.
  ///
  /// @param kernels for each of [PlannedGraph#steps], by the node's id
  /// @throws ArithmeticException if the sizes do not add up within 63 bits
  public static MemoryPlan plan(
      PlannedGraph planned, Map<Integer, Kernel> kernels, Options options) {
    MemoryPlan plan = new MemoryPlanner(planned, kernels, options).plan();
    ProgramVerifier.verify(planned, plan);
    return plan;
  }

  private MemoryPlan plan() {
    graph.placeholders().stream()
        .map(node -> Value.of(node.id()))
        .filter(value -> liveness.first(value) >= 0)
        .forEach(this::draft);
    graph.outputs().forEach(this::draftOutput);
    ImmutableList<Node> nodes = liveness.steps();
    for (int step = 0; step < nodes.size(); step++) {
      draftStep(nodes.get(step), step);
    }
    List<Draft> ordered =
        drafts.values().stream().sorted(Comparator.comparing(draft -> draft.kind)).toList();
    for (int id = 0; id < ordered.size(); id++) {
      ordered.get(id).id = id;
    }
    return assemble(ordered);
  }

  private void draftOutput(String name, Value value) {
    Value owner = liveness.classOf(value);
    Draft draft = new Draft(BufferKind.OUTPUT, owner, name, graph.spec(owner).byteSize());
    draft.values.add(graph.tensorName(value));
    drafts.put(owner, draft);
  }

  private void draftStep(Node node, int step) {
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      use(new Value(node.id(), slot), step);
    }
    Kernel kernel = kernel(node);
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
      Draft draft =
          new Draft(BufferKind.WORKSPACE, Value.of(node.id()), name, kernel.workspaceBytes());
      drafts.put(new WorkspaceKey(node.id()), draft);
      draft.touch(step);
    }
  }

  private void use(Value value, int step) {
    Draft draft = draft(liveness.classOf(value));
    draft.touch(step);
    draft.values.add(graph.tensorName(value));
  }

  /// The buffer of a class.
  private Draft draft(Value owner) {
    return drafts.computeIfAbsent(
        key(owner),
        _ ->
            switch (graph.op(owner)) {
              case VariableOp variable ->
                  new Draft(BufferKind.VARIABLE, owner, variable.key(), bytes(owner));
              case Constant _ ->
                  new Draft(BufferKind.CONSTANT, owner, graph.node(owner).name(), bytes(owner));
              case Placeholder _ ->
                  new Draft(BufferKind.INPUT, owner, graph.node(owner).name(), bytes(owner));
              default ->
                  new Draft(BufferKind.INTERMEDIATE, owner, graph.tensorName(owner), bytes(owner));
            });
  }

  private Draft draftPacked(Value weight, PackedWeight packed) {
    return drafts.computeIfAbsent(
        new WeightKey.Packed(weightKey(weight), packed.form()),
        _ -> {
          String name =
              graph.op(weight) instanceof VariableOp variable
                  ? variable.key()
                  : graph.node(weight).name();
          Draft draft =
              new Draft(
                  BufferKind.PACKED, weight, name + " [" + packed.form() + "]", packed.bytes());
          draft.packing = packed;
          return draft;
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

  private Kernel kernel(Node node) {
    return Objects.requireNonNull(kernels.get(node.id()));
  }

  private MemoryPlan assemble(List<Draft> ordered) {
    List<Draft> inArena =
        ordered.stream().filter(draft -> draft.kind.region() == Region.ARENA).toList();
    ImmutableList<BufferRequest> requests =
        inArena.stream().map(this::request).collect(toImmutableList());
    Placement placement =
        (options.reuse() ? ArenaPlanner.best() : ArenaPlanner.withoutReuse()).place(requests);
    PlacementVerifier.verify(requests, placement);
    Map<Region, Long> ends = new EnumMap<>(Region.class);
    ImmutableList.Builder<PlannedBuffer> buffers = ImmutableList.builder();
    int next = 0;
    for (Draft draft : ordered) {
      long offset =
          switch (draft.kind.region()) {
            case WEIGHTS -> 0;
            case INPUTS, OUTPUTS ->
                ends.merge(draft.kind.region(), reserved(draft), Math::addExact) - reserved(draft);
            case ARENA -> placement.offsets().get(next++);
          };
      buffers.add(buffer(draft, offset));
    }
    ImmutableList<PlannedStep> steps =
        liveness.steps().stream().map(this::step).collect(toImmutableList());
    return new MemoryPlan(
        options.device(),
        graph,
        steps,
        buffers.build(),
        weights(),
        placement.arenaSize(),
        LowerBound.of(requests),
        requests.stream().mapToLong(BufferRequest::size).sum(),
        peak(requests, steps.size()));
  }

  private ImmutableList<PlannedWeight> weights() {
    return drafts.entrySet().stream()
        .filter(entry -> entry.getValue().kind.region() == Region.WEIGHTS)
        .map(entry ->
            new PlannedWeight(
                entry.getValue().id, (WeightKey) entry.getKey(), entry.getValue().packing))
        .sorted(Comparator.comparingInt(PlannedWeight::buffer))
        .collect(toImmutableList());
  }

  private BufferRequest request(Draft draft) {
    return new BufferRequest(
        draft.name, draft.first, draft.last + 1L, reserved(draft), options.alignment());
  }

  private PlannedBuffer buffer(Draft draft, long offset) {
    return new PlannedBuffer(
        draft.id,
        draft.name,
        draft.kind,
        draft.value,
        ImmutableList.copyOf(draft.values),
        draft.bytes,
        reserved(draft),
        offset,
        draft.last < 0 ? -1 : draft.first,
        draft.last);
  }

  private long reserved(Draft draft) {
    return Alignment.up(draft.bytes, options.alignment());
  }

  private PlannedStep step(Node node) {
    Kernel kernel = kernel(node);
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
            .map(form -> whole(draftPacked(node.inputs().get(form.input()), form)))
            .collect(toImmutableList());
    Draft workspace = drafts.get(new WorkspaceKey(node.id()));
    return new PlannedStep(
        node,
        kernel,
        inputs.build(),
        outputs.build(),
        packed,
        workspace == null ? Range.NONE : whole(workspace));
  }

  private Range range(Value value) {
    return new Range(draft(liveness.classOf(value)).id, liveness.offset(value), bytes(value), 0);
  }

  private static Range whole(Draft draft) {
    return new Range(draft.id, 0, draft.bytes, 0);
  }

  /// The first step with the most bytes in the arena, -1 if there are none.
  private static int peak(List<BufferRequest> requests, int steps) {
    long[] change = new long[steps + 1];
    for (BufferRequest request : requests) {
      change[(int) request.lower()] += request.size();
      change[(int) request.upper()] -= request.size();
    }
    int peak = -1;
    long live = 0;
    long most = 0;
    for (int step = 0; step < steps; step++) {
      live += change[step];
      if (live > most) {
        most = live;
        peak = step;
      }
    }
    return peak;
  }
}
