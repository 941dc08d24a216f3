package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.plan.PlannedStep.Range;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What shares a buffer. The reference kernels read and write rows that lie apart, but for Tanh.
class AliasingTest {
  private static final int ROWS = 4;
  private static final int COLUMNS = 16;
  private static final long ROW = COLUMNS * 4L;

  private final GraphBuilder g = new GraphBuilder();
  private final Output x = g.placeholder("x", DType.FLOAT32, Shape.of(ROWS, COLUMNS));

  private MemoryPlan plan(Operand y) {
    return plan(g.build(Map.of("y", y)));
  }

  private static MemoryPlan plan(Graph graph) {
    return MemoryPlannerTest.plan(MemoryPlannerTest.prepare(graph), true);
  }

  private static List<String> ops(MemoryPlan plan) {
    return plan.steps().stream().map(step -> step.node().op().type()).toList();
  }

  private static PlannedStep step(MemoryPlan plan, String name) {
    return plan.steps().stream()
        .filter(step -> step.node().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Range output(MemoryPlan plan, String name) {
    return step(plan, name).outputs().getFirst();
  }

  /// A value of 4 rows that the reference kernels make row by row.
  private Output piece(String name) {
    return MathOps.add(x, x, name);
  }

  @Test
  void piecesAreMadeWhereTheyAreConcatenated() {
    Output joined = ArrayOps.concat(List.of(piece("a"), piece("b")), 1);
    MemoryPlan plan = plan(MathOps.subtract(joined, joined));
    assertThat(ops(plan)).containsExactly("Add", "Add", "Sub");
    Range a = output(plan, "a");
    Range b = output(plan, "b");
    assertThat(a.pitch()).isEqualTo(2 * ROW);
    assertThat(a.bytes()).isEqualTo(ROWS * ROW);
    assertThat(b.offset()).isEqualTo(a.offset() + ROW);
    assertThat(b.pitch()).isEqualTo(2 * ROW);
    assertThat(plan.steps().getLast().inputs().getFirst().pitch()).isZero();
  }

  @Test
  void piecesAlongTheFirstAxisLieOneAfterTheOther() {
    Output joined = ArrayOps.concat(List.of(piece("a"), piece("b")), 0);
    MemoryPlan plan = plan(MathOps.subtract(joined, joined));
    assertThat(ops(plan)).containsExactly("Add", "Add", "Sub");
    assertThat(output(plan, "a")).extracting(Range::offset, Range::pitch).containsExactly(0L, 0L);
    assertThat(output(plan, "b").offset()).isEqualTo(ROWS * ROW);
  }

  @Test
  void aKernelThatCannotWriteRowsApartHasItsPieceCopied() {
    Output joined = ArrayOps.concat(List.of(piece("a"), MathOps.tanh(x)), 1, "joined");
    MemoryPlan plan = plan(MathOps.subtract(joined, joined));
    assertThat(ops(plan)).containsExactly("Add", "Tanh", "Concat", "Sub");
    PlannedStep concat = step(plan, "joined");
    assertThat(concat.inputs().getFirst().buffer()).isEqualTo(output(plan, "joined").buffer());
    assertThat(concat.inputs().getLast().pitch()).isZero();
  }

  @Test
  void inputsAndResultsAreCopied() {
    Output a = piece("a");
    Output joined = ArrayOps.concat(List.of(x, a), 1, "joined");
    MemoryPlan plan = plan(g.build(Map.of("a", a, "y", MathOps.subtract(joined, joined))));
    assertThat(ops(plan)).containsExactly("Add", "Concat", "Sub");
    assertThat(step(plan, "joined").inputs()).allMatch(range -> range.pitch() == 0);
  }

  @Test
  void aPieceThatIsConcatenatedTwiceIsMadeOnceAndCopiedOnce() {
    Output a = piece("a");
    Output joined = ArrayOps.concat(List.of(a, a), 1, "joined");
    MemoryPlan plan = plan(MathOps.subtract(joined, joined));
    PlannedStep concat = step(plan, "joined");
    assertThat(concat.inputs().getFirst()).isEqualTo(output(plan, "a"));
    assertThat(concat.inputs().getFirst().pitch()).isEqualTo(2 * ROW);
  }

  /// A dense block, written as a chain of concatenations of two.
  private Output chain(int layers) {
    Output features = piece("first");
    for (int layer = 1; layer <= layers; layer++) {
      Output read = Nn.relu(features, "read" + layer);
      Output made = ArrayOps.slice(read, new long[] {0, 0}, new long[] {-1, COLUMNS});
      features = ArrayOps.concat(List.of(features, MathOps.add(made, x, "made" + layer)), 1);
    }
    return features;
  }

  /// The same, where every concatenation takes all that was made before.
  private Output fan(int layers) {
    List<Output> made = new ArrayList<>(List.of(piece("first")));
    for (int layer = 1; layer <= layers; layer++) {
      Output all = made.size() == 1 ? made.getFirst() : ArrayOps.concat(made, 1);
      Output read = Nn.relu(all, "read" + layer);
      Output part = ArrayOps.slice(read, new long[] {0, 0}, new long[] {-1, COLUMNS});
      made.add(MathOps.add(part, x, "made" + layer));
    }
    return ArrayOps.concat(made, 1);
  }

  @Test
  void aDenseBlockLiesInOneBufferHoweverItIsWritten() {
    for (Output features : List.of(chain(5), new AliasingTest().fan(5))) {
      MemoryPlan plan =
          plan(features.graph().build(Map.of("y", MathOps.subtract(features, features))));
      assertThat(ops(plan)).doesNotContain("Concat", "Slice");
      assertThat(output(plan, "made5").pitch()).isEqualTo(6 * ROW);
      Range third = step(plan, "read3").inputs().getFirst();
      assertThat(third.bytes()).isEqualTo(3 * ROWS * ROW);
      assertThat(third.pitch()).isEqualTo(6 * ROW);
    }
  }

  @Test
  void slicesAndPiecesOfASplitAreReadWhereTheyAreCut() {
    Output wide = ArrayOps.concat(List.of(x, x), 1, "wide");
    List<Output> pieces = ArrayOps.split(wide, 4, 1);
    Output left = MathOps.add(pieces.get(0), pieces.get(3), "left");
    Output middle = ArrayOps.slice(wide, new long[] {0, 8}, new long[] {-1, 8});
    MemoryPlan plan = plan(MathOps.add(left, middle, "y"));
    assertThat(ops(plan)).containsExactly("Concat", "Add", "Add");
    assertThat(step(plan, "left").inputs().getLast().offset()).isEqualTo(24 * 4);
    assertThat(step(plan, "left").inputs().getLast().pitch()).isEqualTo(32 * 4);
  }

  /// A small piece, made long before the others: its place would keep a large buffer alive while
  /// the most is needed.
  @Test
  void whatWouldRaiseThePeakIsCopied() {
    Output early = piece("early");
    Output wide = ArrayOps.concat(List.of(x, x, x, x, x, x, x, x), 0);
    Output mean = MathOps.reduceMean(MathOps.subtract(wide, wide), 0);
    Output late = MathOps.add(x, mean, "late");
    Output other = MathOps.add(late, x, "other");
    Output joined = ArrayOps.concat(List.of(early, late, other), 1, "joined");
    MemoryPlan plan = plan(MathOps.subtract(joined, joined));
    int buffer = output(plan, "joined").buffer();
    assertThat(output(plan, "early").buffer()).isNotEqualTo(buffer);
    assertThat(output(plan, "late").buffer()).isEqualTo(buffer);
    assertThat(output(plan, "other").buffer()).isEqualTo(buffer);
  }

  @Test
  void withoutAliasingEveryValueHasItsOwnBuffer() {
    Output joined = ArrayOps.concat(List.of(piece("a"), Nn.relu(piece("b"))), 1);
    PlannedGraph planned =
        MemoryPlannerTest.prepare(g.build(Map.of("y", MathOps.subtract(joined, joined))));
    MemoryPlan plan = MemoryPlannerTest.plan(planned, false);
    assertThat(ops(plan)).containsExactly("Add", "Add", "Relu", "Concat", "Sub");
    assertThat(plan.buffers()).allMatch(buffer -> buffer.values().size() <= 1);
  }
}
