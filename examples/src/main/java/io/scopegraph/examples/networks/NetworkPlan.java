package io.scopegraph.examples.networks;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.plan.BufferKind;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.tensor.Shape;
import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;

/// What a network needs, known before it runs: nothing is allocated for it.
public final class NetworkPlan {
  private NetworkPlan() {}

  /// Prints what a network that takes an `image` needs for one of them.
  public static void print(Graph graph, PrintStream out) {
    try (Session session = Session.open(graph)) {
      long[] one = Objects.requireNonNull(session.inputs().get("image")).shape().dims();
      one[0] = 1;
      MemoryPlan plan = session.plan(Map.of("image", Shape.of(one)));
      out.printf(
          "%,d variables and constants of %,d bytes%n",
          session.variables().size(), plan.bytes(BufferKind.Region.WEIGHTS));
      out.printf(
          "%,d ops on one image; the arena has %,d bytes, without reuse %,d%n",
          plan.steps().size(), plan.arenaBytes(), plan.naiveBytes());
      out.println(plan.certificate());
      out.printf("concatenations copy %,d bytes%n", plan.concatCopyBytes());
    }
  }
}
