package io.scopegraph.runtime.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import io.scopegraph.graph.Node;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A memory plan as plain records, ready to be written as JSON. Names of components are stable.
///
/// @param schema the version of this form
/// @param precision how exactly float32 is computed: `float32`, `tf32`, `float16` or `bfloat16`
/// @param optimal whether it is proven that no arena is smaller for these buffers
/// @param conclusion why the planner stopped, in words
/// @param provenBytes it is proven that no arena has fewer bytes; at least the lower bound, which
///   is the most bytes that are live at one time
/// @param copiedBytes what concatenations copy in a run
/// @param peakOp null if the arena is empty
/// @param peakBuffers the names of the arena's buffers at the peak, the greatest first
public record PlanReport(
    int schema,
    String device,
    String precision,
    List<Input> inputs,
    long totalBytes,
    long arenaBytes,
    long lowerBoundBytes,
    long naiveBytes,
    boolean optimal,
    String conclusion,
    long provenBytes,
    long copiedBytes,
    @Nullable Op peakOp,
    List<String> peakBuffers,
    List<Total> totals,
    List<Buffer> buffers) {
  /// A value that the caller feeds.
  public record Input(String name, String dtype, List<Long> shape) {}

  /// A step.
  public record Op(int index, String name, String type, String scope, String algorithm) {}

  /// The sum of the buffers of one kind; kinds in the arena share its bytes.
  public record Total(String kind, int buffers, long bytes, boolean inArena) {}

  /// A buffer with its place.
  ///
  /// @param bytes reserved bytes
  /// @param usedBytes the bytes of the contents
  /// @param offset within the region of its kind
  /// @param firstOp null if no step touches it
  /// @param lastOp null if no step touches it
  /// @param values the values that share it
  public record Buffer(
      String name,
      String kind,
      long bytes,
      long usedBytes,
      long offset,
      @Nullable Integer firstOp,
      @Nullable Integer lastOp,
      List<String> values) {}

  /// The report of a plan.
  public static PlanReport of(MemoryPlan plan) {
    return new PlanReport(
        1,
        plan.device(),
        plan.precision().toString(),
        plan.graph().placeholders().stream().map(PlanReport::input).collect(toImmutableList()),
        plan.totalBytes(),
        plan.arenaBytes(),
        plan.lowerBound(),
        plan.naiveBytes(),
        plan.certificate().isOptimal(),
        plan.certificate().conclusion().reason(),
        plan.certificate().lowerBound(),
        plan.concatCopyBytes(),
        plan.peakOp() < 0 ? null : op(plan, plan.peakOp()),
        plan.peakBuffers().stream().map(PlannedBuffer::name).collect(toImmutableList()),
        Arrays.stream(BufferKind.values())
            .map(kind -> total(plan, kind))
            .collect(toImmutableList()),
        plan.buffers().stream().map(PlanReport::buffer).collect(toImmutableList()));
  }

  private static Input input(Node node) {
    return new Input(
        node.name(),
        node.outputs().getFirst().dtype().toString(),
        Arrays.stream(node.outputs().getFirst().shape().dims()).boxed().collect(toImmutableList()));
  }

  private static Op op(MemoryPlan plan, int index) {
    PlannedStep step = plan.steps().get(index);
    return new Op(
        index,
        step.node().name(),
        step.node().op().type(),
        step.node().scopePath(),
        step.kernel().algorithm());
  }

  private static Total total(MemoryPlan plan, BufferKind kind) {
    List<PlannedBuffer> buffers =
        plan.buffers().stream().filter(buffer -> buffer.kind() == kind).toList();
    return new Total(
        kind.toString(),
        buffers.size(),
        plan.bytes(kind),
        kind.region() == BufferKind.Region.ARENA);
  }

  private static Buffer buffer(PlannedBuffer buffer) {
    return new Buffer(
        buffer.name(),
        buffer.kind().toString(),
        buffer.reserved(),
        buffer.bytes(),
        buffer.offset(),
        buffer.firstOp() < 0 ? null : buffer.firstOp(),
        buffer.lastOp() < 0 ? null : buffer.lastOp(),
        buffer.values());
  }
}
