package io.scopegraph.drawing.plan;

import com.google.common.collect.ImmutableList;
import io.scopegraph.drawing.OpKind;
import io.scopegraph.drawing.plan.PlanPicture.Block;
import io.scopegraph.drawing.plan.PlanPicture.Op;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Plans for the tests of pictures.
final class DrawnPlans {
  private static final ImmutableList<OpKind> KINDS =
      ImmutableList.copyOf(EnumSet.range(OpKind.CONVOLUTION, OpKind.LAYOUT));

  private DrawnPlans() {}

  /// A real plan for inputs of certain shapes.
  static MemoryPlan plan(Graph graph, Map<String, Shape> shapes) {
    try (Session session = Session.open(graph)) {
      return session.plan(shapes);
    }
  }

  /// Blocks that are piled up one by one, as many as ops.
  static PlanPicture random(long seed, int count) {
    Random random = new Random(seed);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int life = random.nextInt(8) == 0 ? random.nextInt(count) : random.nextInt(4);
      int last = Math.min(count - 1, i + life);
      long bytes = 64L * (1 + random.nextInt(1000));
      long offset = 0;
      for (Block other : blocks) {
        offset = other.last() >= i ? Math.max(offset, other.end()) : offset;
      }
      String name = "block_%d/layer_%d/Conv2D:0".formatted(i / 20, i);
      blocks.add(
          new Block(name, ImmutableList.of(name), i % 9 == 0, bytes, bytes - 4, offset, i, last));
    }
    return picture(blocks, count);
  }

  static PlanPicture picture(List<Block> blocks, int opCount) {
    List<Op> ops = new ArrayList<>();
    int peak = -1;
    long most = 0;
    for (int i = 0; i < opCount; i++) {
      int op = i;
      long live = blocks.stream().filter(block -> block.isLiveAt(op)).mapToLong(Block::bytes).sum();
      OpKind kind = KINDS.get(i % KINDS.size());
      ops.add(new Op(i, "scope/op_" + i, "Conv2D", "direct", "scope", kind, live));
      peak = live > most ? i : peak;
      most = Math.max(most, live);
    }
    long arena = blocks.stream().mapToLong(Block::end).max().orElse(0);
    return new PlanPicture(
        "cpu",
        ImmutableList.copyOf(ops),
        ImmutableList.copyOf(blocks),
        arena,
        most,
        blocks.stream().mapToLong(Block::bytes).sum(),
        peak,
        ImmutableList.of(new PlanPicture.Total("input", 1, 128)),
        arena + 128);
  }

  static Block block(String name, long bytes, long offset, int first, int last) {
    return new Block(name, ImmutableList.of(name), false, bytes, bytes, offset, first, last);
  }
}
