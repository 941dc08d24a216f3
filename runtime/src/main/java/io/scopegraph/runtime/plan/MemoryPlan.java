package io.scopegraph.runtime.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.op.Concat;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.TensorSpec;
import java.util.Comparator;
import java.util.Objects;

/// Every buffer's place: known, to the byte, before anything is allocated or run.
///
/// @param device for people
/// @param precision how exactly float32 is computed
/// @param graph the graph that runs, all shapes fully defined
/// @param steps what runs, in order
/// @param buffers all that is allocated
/// @param weights for each buffer of [BufferKind.Region#WEIGHTS] what it holds, plain ones first
/// @param arenaBytes the size of the arena, which intermediates and scratch memory share
/// @param certificate how small the arena is, and why it is not smaller
/// @param lowerBound the greatest sum of sizes that are in the arena at one time: no arena is
///   smaller
/// @param naiveBytes what the arena's buffers would take without reuse
/// @param peakOp the first step at which the lower bound is reached, -1 if the arena is empty
public record MemoryPlan(
    String device,
    Precision precision,
    Graph graph,
    ImmutableList<PlannedStep> steps,
    ImmutableList<PlannedBuffer> buffers,
    ImmutableList<PlannedWeight> weights,
    long arenaBytes,
    Certificate certificate,
    long lowerBound,
    long naiveBytes,
    int peakOp) {
  private static final CharMatcher UNUSABLE =
      CharMatcher.javaIsoControl().or(CharMatcher.anyOf(", ").or(CharMatcher.breakingWhitespace()));

  /// The bytes reserved for buffers of a kind; those in the arena share bytes, so the sum over the
  /// kinds exceeds the total.
  public long bytes(BufferKind kind) {
    return buffers.stream()
        .filter(buffer -> buffer.kind() == kind)
        .mapToLong(PlannedBuffer::reserved)
        .sum();
  }

  /// The bytes of a region.
  public long bytes(BufferKind.Region region) {
    return region == BufferKind.Region.ARENA
        ? arenaBytes
        : buffers.stream()
            .filter(buffer -> buffer.kind().region() == region)
            .mapToLong(PlannedBuffer::reserved)
            .sum();
  }

  /// All bytes that are allocated on the device for this plan alone.
  public long totalBytes() {
    long total = 0;
    for (BufferKind.Region region : BufferKind.Region.values()) {
      total += bytes(region);
    }
    return total;
  }

  /// The buffers of the arena that are needed at the peak, the greatest first.
  public ImmutableList<PlannedBuffer> peakBuffers() {
    return buffers.stream()
        .filter(buffer -> buffer.kind().region() == BufferKind.Region.ARENA)
        .filter(buffer -> buffer.reserved() > 0 && buffer.isLiveAt(peakOp))
        .sorted(Comparator.comparingLong(PlannedBuffer::reserved).reversed())
        .collect(toImmutableList());
  }

  /// The problem that the arena solves, with its solution: the buffers that share it, by number and
  /// name. Sizes are multiples of the device's alignment.
  public PlannerInstance arena() {
    ImmutableList<PlannedBuffer> placed =
        buffers.stream()
            .filter(buffer -> buffer.kind().region() == BufferKind.Region.ARENA)
            .collect(toImmutableList());
    ImmutableList<BufferRequest> requests =
        placed.stream()
            .map(buffer ->
                new BufferRequest(
                    buffer.id() + " " + UNUSABLE.replaceFrom(buffer.name(), '_'),
                    buffer.firstOp(),
                    buffer.lastOp() + 1L,
                    buffer.reserved(),
                    1))
            .collect(toImmutableList());
    long[] offsets = placed.stream().mapToLong(PlannedBuffer::offset).toArray();
    return PlannerInstance.of(requests).with(Placement.of(requests, offsets));
  }

  /// The bytes that concatenations copy in a run; pieces that are made in their places are not
  /// among them.
  public long concatCopyBytes() {
    return steps.stream()
        .filter(step -> step.node().op() instanceof Concat)
        .mapToLong(this::copiedBytes)
        .sum();
  }

  private long copiedBytes(PlannedStep concat) {
    Joint joint = Objects.requireNonNull(Joint.of(graph, concat.node()));
    PlannedStep.Range whole = concat.outputs().getFirst();
    TensorSpec spec = graph.spec(joint.whole());
    long index =
        spec.shape().elementCount(joint.axis() + 1, spec.shape().rank()) * spec.dtype().byteSize();
    long copied = 0;
    for (int input = 0; input < joint.parts().size(); input++) {
      PlannedStep.Range piece = concat.inputs().get(input);
      boolean inPlace =
          piece.buffer() == whole.buffer()
              && piece.offset() == whole.offset() + joint.parts().get(input).start() * index;
      copied += inPlace ? 0 : piece.bytes();
    }
    return copied;
  }

  /// The name of a step's node, or `-` for none.
  public String opName(int step) {
    return step < 0 ? "-" : steps.get(step).node().name();
  }

  /// The printed plan.
  @Override
  public String toString() {
    return PlanPrinter.print(this);
  }
}
