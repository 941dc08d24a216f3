package io.scopegraph.runtime.plan;

import io.scopegraph.graph.Node;
import io.scopegraph.runtime.plan.BufferKind.Region;
import java.util.Locale;

/// The printed plan: totals first, then what lives at the peak, then every buffer.
final class PlanPrinter {
  private static final int LISTED_AT_PEAK = 12;

  private PlanPrinter() {}

  static String print(MemoryPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append("Memory plan on ").append(plan.device());
    text.append(", ").append(plan.precision()).append('\n');
    for (Node node : plan.graph().placeholders()) {
      text.append("  input ").append(node.name()).append(' ').append(node.outputs().getFirst());
      text.append('\n');
    }
    text.append('\n').append(totals(plan));
    text.append('\n').append(peak(plan));
    text.append('\n').append(buffers(plan));
    return text.toString();
  }

  private static TextTable totals(MemoryPlan plan) {
    TextTable table = new TextTable("lrrrl");
    table.row("class", "buffers", "size", "bytes", "");
    for (BufferKind kind : BufferKind.values()) {
      long bytes = plan.bytes(kind);
      boolean shared = kind.region() == Region.ARENA;
      table.row(
          kind,
          plan.buffers().stream().filter(buffer -> buffer.kind() == kind).count(),
          ByteSizes.human(bytes),
          bytes,
          shared ? "in the arena" : "");
    }
    long arena = plan.arenaBytes();
    table.row("arena", "", ByteSizes.human(arena), arena, bound(plan));
    table.row("total", "", ByteSizes.human(plan.totalBytes()), plan.totalBytes(), "");
    return table;
  }

  private static String bound(MemoryPlan plan) {
    if (plan.arenaBytes() == 0) {
      return "";
    }
    String saved =
        String.format(
            Locale.ROOT,
            "%s without reuse, %.1f %% saved",
            ByteSizes.human(plan.naiveBytes()),
            100.0 * (plan.naiveBytes() - plan.arenaBytes()) / plan.naiveBytes());
    return plan.certificate() + "; " + saved;
  }

  private static String peak(MemoryPlan plan) {
    if (plan.peakOp() < 0) {
      return "The arena is empty\n";
    }
    Node node = plan.steps().get(plan.peakOp()).node();
    StringBuilder text = new StringBuilder();
    text.append(
        "Peak at op %d, %s \"%s\":\n".formatted(plan.peakOp(), node.op().type(), node.name()));
    TextTable table = new TextTable("lrr");
    plan.peakBuffers().stream()
        .limit(LISTED_AT_PEAK)
        .forEach(buffer ->
            table.row("  " + buffer.name(), ByteSizes.human(buffer.reserved()), buffer.reserved()));
    text.append(table);
    int more = plan.peakBuffers().size() - LISTED_AT_PEAK;
    return more > 0 ? text.append("  and %d more\n".formatted(more)).toString() : text.toString();
  }

  private static TextTable buffers(MemoryPlan plan) {
    TextTable table = new TextTable("llrrrrlrl");
    table.row("buffer", "kind", "size", "bytes", "offset", "first", "op", "last", "op");
    for (PlannedBuffer buffer : plan.buffers()) {
      table.row(
          buffer.name(),
          buffer.kind(),
          ByteSizes.human(buffer.reserved()),
          buffer.reserved(),
          buffer.offset(),
          step(buffer.firstOp()),
          plan.opName(buffer.firstOp()),
          step(buffer.lastOp()),
          plan.opName(buffer.lastOp()));
    }
    return table;
  }

  private static String step(int step) {
    return step < 0 ? "-" : Integer.toString(step);
  }
}
