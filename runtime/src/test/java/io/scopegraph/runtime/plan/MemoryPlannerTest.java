package io.scopegraph.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.VariableOp;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.runtime.spi.Device.Selection.Supported;
import io.scopegraph.runtime.spi.Kernel;
import io.scopegraph.runtime.spi.KernelOptions;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {
  private static final ReferenceDevice DEVICE = new ReferenceDevice(true);

  static PlannedGraph prepare(Graph graph) {
    return PlannedGraph.of(graph, DEVICE.viewAlignment());
  }

  static MemoryPlan plan(PlannedGraph planned, boolean reuse) {
    ImmutableMap.Builder<Integer, Kernel> kernels = ImmutableMap.builder();
    for (Node node : planned.steps()) {
      Supported supported =
          (Supported) DEVICE.select(KernelRequest.of(planned.graph(), node, KernelOptions.DEFAULT));
      kernels.put(node.id(), supported.kernel());
    }
    return MemoryPlanner.plan(
        planned,
        kernels.buildOrThrow(),
        new MemoryPlanner.Options(
            DEVICE.name(),
            Precision.FLOAT32,
            DEVICE.alignment(),
            DEVICE.viewAlignment(),
            reuse,
            reuse ? Aliasing.FEWEST_COPIES : Aliasing.OFF));
  }

  /// A variable that kernels see as one: without the identity by which scopes read it.
  private static Operand variable(GraphBuilder g, String name, Shape shape) {
    TensorSpec spec = new TensorSpec(DType.FLOAT32, shape);
    return g.apply(name, name, new VariableOp(name, spec, new InitialValue.Filled(0)));
  }

  private static MemoryPlan plan(Graph graph) {
    return plan(prepare(graph), true);
  }

  private static PlannedBuffer buffer(MemoryPlan plan, String name) {
    return plan.buffers().stream()
        .filter(buffer -> buffer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(MemoryPlan plan, BufferKind kind) {
    return plan.buffers().stream()
        .filter(buffer -> buffer.kind() == kind)
        .map(PlannedBuffer::name)
        .toList();
  }

  /// A dense network with a residual: what the golden plan shows.
  static Graph residual() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(4, 100));
    Operand w = variable(g, "dense/w", Shape.of(100, 100));
    Operand scale =
        g.constant("scale", Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(4, 100))));
    Operand h = Nn.relu(MathOps.matMul(x, w, "dense/MatMul"), "dense/Relu");
    Operand r = MathOps.add(MathOps.mul(h, scale, "Mul"), h, "Add");
    Operand flat = ArrayOps.reshape(MathOps.matMul(r, w, "last"), 400);
    return g.build(Map.of("y", flat));
  }

  @Test
  void printsAPlan() {
    assertThat(plan(residual()).toString())
        .isEqualTo(
            """
            Memory plan on reference, float32
              input x float32(4, 100)

            class         buffers      size  bytes
            variable            1  39.1 KiB  40000
            constant            1  1.56 KiB   1600
            packed              1  39.1 KiB  40000
            input               1  1.56 KiB   1600
            output              1  1.56 KiB   1600
            intermediate        2  3.13 KiB   3200  in the arena
            workspace           2     896 B    896  in the arena
            arena                  3.13 KiB   3200  OPTIMAL (no arena is smaller than the bytes that are live at the peak); 4.00 KiB without reuse, 21.9 % saved
            total                  85.9 KiB  88000

            Peak at op 2, Mul "Mul":
              dense/MatMul:0  1.56 KiB  1600
              Mul:0           1.56 KiB  1600

            buffer                  kind              size  bytes  offset  first  op            last  op
            dense/w                 variable      39.1 KiB  40000       0      0  dense/MatMul     4  last
            scale                   constant      1.56 KiB   1600       0      2  Mul              2  Mul
            dense/w [transposed]    packed        39.1 KiB  40000       0      0  dense/MatMul     4  last
            x                       input         1.56 KiB   1600       0      0  dense/MatMul     0  dense/MatMul
            y                       output        1.56 KiB   1600       0      4  last             4  last
            dense/MatMul:0          intermediate  1.56 KiB   1600       0      0  dense/MatMul     3  Add
            Mul:0                   intermediate  1.56 KiB   1600    1600      2  Mul              4  last
            dense/MatMul workspace  workspace        448 B    448    1600      0  dense/MatMul     0  dense/MatMul
            last workspace          workspace        448 B    448       0      4  last             4  last
            """);
  }

  @Test
  void sharesWeightsAndTheirPackedForms() {
    MemoryPlan plan = plan(residual());
    assertThat(names(plan, BufferKind.VARIABLE)).containsExactly("dense/w");
    assertThat(names(plan, BufferKind.PACKED)).containsExactly("dense/w [transposed]");
  }

  @Test
  void constantsOfEqualContentsAreOneBuffer() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(2));
    Operand one = g.constant("one", Tensor.ofFloats(Shape.of(2), 1, 2));
    Operand two = g.constant("two", Tensor.ofFloats(Shape.of(2), 1, 2));
    MemoryPlan plan = plan(g.build(Map.of("y", MathOps.mul(MathOps.add(x, one), two))));
    assertThat(names(plan, BufferKind.CONSTANT)).containsExactly("one");
    assertThat(buffer(plan, "one").values()).containsExactly("one:0", "two:0");
  }

  @Test
  void worksInPlaceWhereTheKernelAllowsIt() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(1000));
    Operand a = MathOps.add(x, x, "a");
    Operand b = Nn.relu(a, "b");
    Operand c = MathOps.add(b, b, "c");
    Operand y = MathOps.tanh(c);
    MemoryPlan plan = plan(g.build(Map.of("y", y)));
    assertThat(names(plan, BufferKind.INTERMEDIATE)).containsExactly("a:0");
    assertThat(buffer(plan, "a:0").values()).containsExactly("a:0", "b:0", "c:0");
  }

  @Test
  void doesNotOverwriteWhatIsReadLater() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(1000));
    Operand a = MathOps.add(x, x, "a");
    Operand b = Nn.relu(a, "b");
    Operand y = MathOps.tanh(MathOps.add(b, a, "c"));
    MemoryPlan plan = plan(g.build(Map.of("y", y)));
    assertThat(names(plan, BufferKind.INTERMEDIATE)).containsExactly("a:0", "b:0");
  }

  @Test
  void neverOverwritesInputsWeightsOrResults() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(1000));
    Operand v = variable(g, "v", Shape.of(1000));
    Operand first = Nn.relu(x, "first");
    Operand second = Nn.relu(first, "second");
    Operand third = Nn.relu(v, "third");
    MemoryPlan plan = plan(g.build(ImmutableMap.of("a", first, "b", second, "c", third)));
    assertThat(names(plan, BufferKind.OUTPUT)).containsExactly("a", "b", "c");
    assertThat(plan.arenaBytes()).isZero();
    assertThat(plan.peakOp()).isEqualTo(-1);
    assertThat(plan.toString()).contains("The arena is empty");
  }

  @Test
  void viewsShareTheirParentsBuffer() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(4, 16));
    Operand a = MathOps.tanh(x);
    Operand flat = ArrayOps.reshape(a, 64);
    Operand row = ArrayOps.slice(a, new long[] {1, 0}, new long[] {2, 16});
    Operand unaligned = ArrayOps.slice(flat, new long[] {1}, new long[] {32});
    Operand y = MathOps.add(ArrayOps.reshape(row, 32), unaligned);
    Graph graph = g.build(Map.of("y", MathOps.tanh(y)));
    assertThat(PlannedGraph.of(graph, 64).steps())
        .extracting(step -> step.op().type())
        .containsExactly("Tanh", "Slice", "Add", "Tanh");
    MemoryPlan plan = plan(graph);
    assertThat(plan.steps())
        .extracting(step -> step.node().op().type())
        .containsExactly("Tanh", "Add", "Tanh");
    PlannedStep sum = plan.steps().get(1);
    assertThat(sum.inputs().getLast().offset()).isEqualTo(4);
    assertThat(sum.inputs().getFirst().offset()).isEqualTo(64);
    assertThat(sum.inputs().getFirst().bytes()).isEqualTo(128);
  }

  @Test
  void piecesOfASplitAreViewsIfTheyAreContiguous() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(1, 32));
    List<? extends Operand> pieces = ArrayOps.split(MathOps.tanh(x), 2, 1);
    MemoryPlan plan = plan(g.build(Map.of("y", MathOps.add(pieces.get(0), pieces.get(1)))));
    assertThat(plan.steps())
        .extracting(step -> step.node().op().type())
        .containsExactly("Tanh", "Add");
  }

  @Test
  void copiesResultsThatHaveNoBufferOfTheirOwn() {
    GraphBuilder g = new GraphBuilder();
    Operand x = g.placeholder("x", DType.FLOAT32, Shape.of(4));
    Operand a = MathOps.tanh(x);
    MemoryPlan plan =
        plan(g.build(ImmutableMap.of("x2", x, "a", a, "a2", ArrayOps.reshape(a, 2, 2))));
    assertThat(plan.steps())
        .extracting(step -> step.kernel().algorithm())
        .containsExactly("host", "copy", "copy");
  }

  @Test
  void withoutReuseEveryBufferHasItsOwnPlace() {
    MemoryPlan plan = plan(prepare(residual()), false);
    assertThat(plan.arenaBytes()).isEqualTo(plan.naiveBytes());
    assertThat(plan.lowerBound()).isLessThan(plan.naiveBytes());
    assertThat(
            plan.buffers().stream()
                .filter(buffer -> buffer.kind() == BufferKind.INTERMEDIATE)
                .map(PlannedBuffer::values))
        .allMatch(values -> values.size() == 1);
  }

  @Test
  void reportsAsRecords() {
    MemoryPlan plan = plan(residual());
    PlanReport report = PlanReport.of(plan);
    assertThat(report.totalBytes()).isEqualTo(plan.totalBytes());
    assertThat(report.inputs())
        .containsExactly(new PlanReport.Input("x", "float32", List.of(4L, 100L)));
    assertThat(report.buffers()).hasSameSizeAs(plan.buffers());
    assertThat(report.peakBuffers()).isNotEmpty();
    long total =
        report.totals().stream()
            .filter(sum -> !sum.inArena())
            .mapToLong(PlanReport.Total::bytes)
            .sum();
    assertThat(total + report.arenaBytes()).isEqualTo(report.totalBytes());
  }
}
