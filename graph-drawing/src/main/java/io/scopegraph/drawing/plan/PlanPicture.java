package io.scopegraph.drawing.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.drawing.OpKind;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.PlannedBuffer;
import io.scopegraph.runtime.plan.PlannedStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What pictures of a memory plan show: the arena's buffers over time and address, the ops that
/// run, and the sums of the rest.
///
/// @param blocks the arena's buffers, those that begin first at first
/// @param peakOp the index of the op with the most bytes alive, -1 if the arena is empty
/// @param totals the bytes of each kind of buffers outside of the arena, where there are any
public record PlanPicture(
    String device,
    ImmutableList<Op> ops,
    ImmutableList<Block> blocks,
    long arenaBytes,
    long lowerBound,
    long naiveBytes,
    int peakOp,
    ImmutableList<Total> totals,
    long totalBytes) {
  /// An op.
  ///
  /// @param liveBytes the bytes of the buffers that are needed while it runs
  public record Op(
      int index,
      String name,
      String type,
      String algorithm,
      String scope,
      OpKind kind,
      long liveBytes) {}

  /// A buffer of the arena.
  ///
  /// @param values the tensors that share it
  /// @param bytes that are reserved
  /// @param usedBytes the bytes of the contents
  /// @param offset in the arena
  /// @param first the first op that touches it
  /// @param last the last op that touches it
  public record Block(
      String name,
      ImmutableList<String> values,
      boolean workspace,
      long bytes,
      long usedBytes,
      long offset,
      int first,
      int last) {
    boolean isLiveAt(int op) {
      return first <= op && op <= last;
    }

    long end() {
      return offset + bytes;
    }
  }

  /// The bytes of the buffers of one kind.
  public record Total(String kind, int buffers, long bytes) {}

  /// The picture of a plan.
  public static PlanPicture of(MemoryPlan plan) {
    ImmutableList<Block> blocks =
        plan.buffers().stream()
            .filter(buffer -> buffer.kind().region() == Region.ARENA)
            .filter(buffer -> buffer.reserved() > 0 && buffer.firstOp() >= 0)
            .sorted(
                Comparator.comparingInt(PlannedBuffer::firstOp)
                    .thenComparingLong(PlannedBuffer::offset))
            .map(PlanPicture::block)
            .collect(toImmutableList());
    return new PlanPicture(
        plan.device(),
        ops(plan, blocks),
        blocks,
        plan.arenaBytes(),
        plan.lowerBound(),
        plan.naiveBytes(),
        plan.peakOp(),
        totals(plan),
        plan.totalBytes());
  }

  private static Block block(PlannedBuffer buffer) {
    return new Block(
        buffer.name(),
        buffer.values(),
        buffer.kind() == BufferKind.WORKSPACE,
        buffer.reserved(),
        buffer.bytes(),
        buffer.offset(),
        buffer.firstOp(),
        buffer.lastOp());
  }

  private static ImmutableList<Op> ops(MemoryPlan plan, List<Block> blocks) {
    long[] change = new long[plan.steps().size() + 1];
    for (Block block : blocks) {
      change[block.first()] += block.bytes();
      change[block.last() + 1] -= block.bytes();
    }
    List<Op> ops = new ArrayList<>();
    long live = 0;
    for (int index = 0; index < plan.steps().size(); index++) {
      PlannedStep step = plan.steps().get(index);
      live += change[index];
      ops.add(
          new Op(
              index,
              step.node().name(),
              step.node().op().type(),
              step.kernel().algorithm(),
              step.node().scopePath(),
              OpKind.of(step.node().op()),
              live));
    }
    return ImmutableList.copyOf(ops);
  }

  private static ImmutableList<Total> totals(MemoryPlan plan) {
    ImmutableList.Builder<Total> totals = ImmutableList.builder();
    for (BufferKind kind : BufferKind.values()) {
      long buffers = plan.buffers().stream().filter(buffer -> buffer.kind() == kind).count();
      if (kind.region() != Region.ARENA && buffers > 0) {
        totals.add(new Total(kind.toString(), Math.toIntExact(buffers), plan.bytes(kind)));
      }
    }
    return totals.build();
  }

  /// The buffers that are needed at the peak, the greatest first.
  public ImmutableList<Block> peakBlocks() {
    return blocks.stream()
        .filter(block -> block.isLiveAt(peakOp))
        .sorted(Comparator.comparingLong(Block::bytes).reversed())
        .collect(toImmutableList());
  }

  /// The colours of a buffer: those of the op that writes it first.
  Paint paint(Block block) {
    return block.workspace() ? Paint.WORKSPACE : Paint.of(ops.get(block.first()).kind());
  }

  /// The sorts of buffers and ops that occur, in the order of their first use.
  ImmutableList<Paint> paints() {
    return Stream.concat(
            ops.stream().map(op -> Paint.of(op.kind())), blocks.stream().map(this::paint))
        .distinct()
        .collect(toImmutableList());
  }

  /// The arena in one line: `arena 6.89 MiB (7225344 B), equals the lower bound; ...`.
  String arenaLine() {
    if (blocks.isEmpty()) {
      return "the arena is empty";
    }
    String bound =
        arenaBytes == lowerBound
            ? "equals the lower bound"
            : String.format(
                Locale.ROOT,
                "%.2f %% above the lower bound %s",
                100.0 * (arenaBytes - lowerBound) / lowerBound,
                ByteSizes.human(lowerBound));
    return String.format(
        Locale.ROOT,
        "arena %s, %s; %s without reuse, %.1f %% saved",
        ByteSizes.exact(arenaBytes),
        bound,
        ByteSizes.human(naiveBytes),
        100.0 * (naiveBytes - arenaBytes) / Math.max(1, naiveBytes));
  }

  /// The rest in one line: `in all 12 MiB: packed 4 MiB (3), ...; 118 ops, 92 buffers in the
  /// arena`.
  String totalsLine() {
    StringBuilder text = new StringBuilder("in all ").append(ByteSizes.human(totalBytes));
    String separator = ": ";
    for (Total total : totals) {
      text.append(separator).append(total.kind()).append(' ');
      text.append(ByteSizes.human(total.bytes())).append(" (").append(total.buffers()).append(')');
      separator = ", ";
    }
    return text.append("; %d ops, %d buffers in the arena".formatted(ops.size(), blocks.size()))
        .toString();
  }

  /// What hovering over a buffer tells, a line each.
  String describe(Block block) {
    StringBuilder text = new StringBuilder(block.name());
    text.append("\n").append(ByteSizes.exact(block.bytes()));
    if (block.usedBytes() != block.bytes()) {
      text.append(", ").append(block.usedBytes()).append(" B used");
    }
    text.append("\noffset ").append(block.offset()).append(" to ").append(block.end());
    text.append("\nop ").append(block.first()).append(' ').append(ops.get(block.first()).name());
    if (block.last() > block.first()) {
      text.append("\nto op ").append(block.last()).append(' ');
      text.append(ops.get(block.last()).name());
    }
    for (String value : block.values()) {
      if (!value.equals(block.name())) {
        text.append("\nholds ").append(value);
      }
    }
    return text.toString();
  }
}
