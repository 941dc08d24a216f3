package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.MathOps;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.plan.Aliasing;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.reference.ReferenceDevice;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reuse of memory must not change a bit.
class RandomGraphTest {
  private static final int COLUMNS = 16;

  private static IntStream seeds() {
    return IntStream.range(0, 120);
  }

  /// A graph over x (?, 16) with values that live long and short, views, in-place ops, shared
  /// weights, and results that are also read.
  private static Graph graph(int seed) {
    Random random = new Random(seed);
    GraphBuilder g = new GraphBuilder(seed);
    Operand weight = g.getVariable("w", Shape.of(COLUMNS, COLUMNS));
    List<Operand> values = new ArrayList<>();
    values.add(g.placeholder("x", DType.FLOAT32, Shape.of(-1, COLUMNS)));
    int count = 3 + random.nextInt(25);
    for (int i = 0; i < count; i++) {
      Operand a = pick(random, values);
      Operand b = pick(random, values);
      values.add(
          switch (random.nextInt(12)) {
            case 0 -> MathOps.matMul(a, weight);
            case 1 -> Nn.relu(a);
            case 2 -> MathOps.add(a, b);
            case 3 -> MathOps.mul(a, b);
            case 4 -> ArrayOps.reshape(ArrayOps.reshape(a, -1), -1, COLUMNS);
            case 5 -> ArrayOps.identity(a);
            case 6 -> MathOps.tanh(a);
            case 7 -> {
              var pieces = ArrayOps.split(a, 2, 1);
              yield ArrayOps.concat(List.of(pieces.get(1), pieces.get(0)), 1);
            }
            case 8 -> {
              Operand rows = ArrayOps.concat(List.of(a, b, Nn.relu(b)), 0);
              yield ArrayOps.split(rows, 3, 0).get(random.nextInt(3));
            }
            default -> joined(random, values, weight);
          });
    }
    Map<String, Operand> outputs = new LinkedHashMap<>();
    outputs.put("last", values.getLast());
    for (int i = 0; i < random.nextInt(4); i++) {
      outputs.put("y" + i, pick(random, values));
    }
    return g.build(outputs);
  }

  /// A chain of concatenations as dense blocks have them, each read through a function, and a part
  /// of the last.
  private static Operand joined(Random random, List<Operand> values, Operand weight) {
    List<Operand> pieces = new ArrayList<>(List.of(pick(random, values)));
    Operand whole = pieces.getFirst();
    for (int level = 0; level < 1 + random.nextInt(3); level++) {
      Operand read = random.nextInt(4) == 0 ? MathOps.tanh(whole) : Nn.relu(whole);
      int from = random.nextInt(level + 1) * COLUMNS;
      Operand part = ArrayOps.slice(read, new long[] {0, from}, new long[] {-1, COLUMNS});
      pieces.add(random.nextBoolean() ? MathOps.matMul(part, weight) : MathOps.add(part, part));
      whole =
          random.nextBoolean()
              ? ArrayOps.concat(pieces, 1)
              : ArrayOps.concat(List.of(whole, pieces.getLast()), 1);
    }
    var parts = ArrayOps.split(whole, pieces.size(), 1);
    return MathOps.add(parts.get(random.nextInt(pieces.size())), parts.getLast());
  }

  private static Operand pick(Random random, List<Operand> values) {
    int back = Math.min(values.size(), 1 + random.nextInt(5));
    return values.get(values.size() - back);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reuseDoesNotChangeABit(int seed) {
    Graph graph = graph(seed);
    ReferenceDevice device = new ReferenceDevice(true);
    VariableStore store = VariableStore.on(device);
    SessionOptions.Builder options = SessionOptions.builder().store(store);
    try (Session reusing = Session.open(graph, options.build());
        Session apart = Session.open(graph, options.aliasing(Aliasing.OFF).build());
        Session plain = Session.open(graph, options.arenaReuse(false).build());
        Session joined = Session.open(graph, options.aliasing(Aliasing.LEAST_MEMORY).build())) {
      for (int batch : new int[] {1, 5, 2, 5}) {
        Map<String, Tensor> feeds = Map.of("x", Networks.random(batch, batch, COLUMNS));
        Results expected = plain.run(feeds);
        assertThat(reusing.run(feeds).asMap()).isEqualTo(expected.asMap());
        assertThat(reusing.run(feeds).asMap()).isEqualTo(expected.asMap());
        assertThat(apart.run(feeds).asMap()).isEqualTo(expected.asMap());
        assertThat(joined.run(feeds).asMap()).isEqualTo(expected.asMap());
      }
      Map<String, Shape> shapes = Map.of("x", Shape.of(5, COLUMNS));
      MemoryPlan large = reusing.plan(shapes);
      long apartBound = apart.plan(shapes).lowerBound();
      assertThat(joined.plan(shapes).lowerBound()).isLessThanOrEqualTo(apartBound);
      assertThat(large.lowerBound()).isLessThanOrEqualTo(apartBound + apartBound / 16);
      assertThat(large.arenaBytes()).isLessThanOrEqualTo(large.naiveBytes());
      assertThat(store.memoryReport().totalBytes()).isEqualTo(device.liveBytes());
      for (Session session : List.of(reusing, apart, plain, joined)) {
        assertThat(arenaBytes(store, session)).isEqualTo(largestArena(session));
      }
    }
    assertThat(device.liveBytes()).isZero();
  }

  private static long arenaBytes(VariableStore store, Session session) {
    return store.memoryReport().sessions().stream()
        .filter(bytes -> bytes.name().equals(session.name()))
        .mapToLong(MemoryReport.SessionBytes::arenaBytes)
        .sum();
  }

  private static long largestArena(Session session) {
    return IntStream.of(1, 2, 5)
        .mapToLong(batch -> session.plan(Map.of("x", Shape.of(batch, COLUMNS))).arenaBytes())
        .max()
        .orElseThrow();
  }
}
