package io.scopegraph.runtime.pass;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphVerifier;
import io.scopegraph.graph.InvalidGraphException;
import io.scopegraph.op.DataFormat;
import io.scopegraph.tensor.Shape;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The passes in their order. With assertions enabled the graph is verified after each of them.
public final class GraphPipeline {
  private static final Logger LOGGER = LoggerFactory.getLogger(GraphPipeline.class);

  /// Fusing one node may bring the next one beside the anchor; longer chains than this stay.
  private static final int FUSION_ROUNDS = 8;

  private static final GraphPass REMOVE_DEAD_NODES = new RemoveDeadNodes();

  private static final ImmutableList<GraphPass> SIMPLIFICATIONS =
      ImmutableList.of(
          new FoldConstants(),
          new RemoveIdentities(),
          new RemoveNoOps(),
          new MergeCommonSubexpressions(),
          new RecogniseHardSwish(),
          new RecogniseSwish(),
          new SimplifyPowers(),
          new LowerGemm());

  private static final ImmutableList<GraphPass> LAYOUT =
      ImmutableList.of(
          new SinkTransposes(),
          new SimplifyTransposes(),
          new SimplifyReshapes(),
          new FoldConstants());

  private static final ImmutableList<GraphPass> FUSIONS =
      ImmutableList.of(
          new FuseBias(),
          new FoldBatchNorm(),
          new FoldScale(),
          new FuseResidual(),
          new FuseActivation());

  private static final ImmutableList<GraphPass> CLEANING =
      ImmutableList.of(new FoldConstants(), new MergeCommonSubexpressions());

  private static final ImmutableList<GraphPass> FINISH =
      ImmutableList.of(
          new FoldAffine(),
          new FoldConstants(),
          new MergeCommonSubexpressions(),
          new OrderSources());

  /// What hides from the other passes what nodes compute.
  private static final ImmutableList<GraphPass> LAST =
      ImmutableList.of(new FuseElementWise(), new OrderSources());

  private GraphPipeline() {}

  /// The same computation in fewer and faster nodes. Shapes may be unknown; what cannot be decided
  /// without them is left for an application after [#specialize]. Applying it to its own result
  /// changes nothing.
  ///
  /// @param preferredFormat the layout into which rank-4 ops are brought
  public static Graph optimize(Graph graph, DataFormat preferredFormat) {
    Graph simplified = run(SIMPLIFICATIONS, graph);
    Graph converted = run(ImmutableList.of(new PreferFormat(preferredFormat)), simplified);
    return finish(graph, converted);
  }

  /// The graph for inputs of certain shapes: all shapes are fully defined, subgraphs that compute
  /// shapes are folded, and the result is optimised except for the layout of rank-4 ops, which is
  /// kept.
  ///
  /// @param inputShapes fully defined shapes by the name of their placeholder; placeholders of
  ///   fully defined shape may be left out
  /// @throws IllegalArgumentException if a name is unknown or missing, or a shape does not fit its
  ///   placeholder
  /// @throws io.scopegraph.op.InvalidOpException if an op does not take the resulting shapes
  /// @throws InvalidGraphException if a shape depends on the data; the message names the first such
  ///   node
  public static Graph specialize(Graph graph, Map<String, Shape> inputShapes) {
    Graph specialised = new SpecializeInputs(inputShapes).apply(graph);
    Graph optimised = finish(graph, run(SIMPLIFICATIONS, specialised));
    DataDependence.check(optimised);
    return run(LAST, optimised);
  }

  /// The result of one more pass, without dead nodes.
  public static Graph apply(Graph graph, GraphPass pass) {
    return run(ImmutableList.of(pass), graph);
  }

  private static Graph finish(Graph original, Graph simplified) {
    Graph current = run(LAYOUT, simplified);
    for (int round = 0; round < FUSION_ROUNDS; round++) {
      Graph fused = run(FUSIONS, current);
      if (fused.equals(current)) {
        break;
      }
      current = run(CLEANING, fused);
    }
    Graph optimised = run(FINISH, current);
    LOGGER.debug("Optimised: nodes {} -> {}", original.nodes().size(), optimised.nodes().size());
    return optimised;
  }

  private static Graph run(ImmutableList<GraphPass> passes, Graph graph) {
    Graph current = graph;
    for (GraphPass pass : passes) {
      Graph changed = apply(pass, current);
      if (!changed.equals(current)) {
        Graph cleaned = apply(REMOVE_DEAD_NODES, changed);
        LOGGER.debug(
            "{}: nodes {} -> {}", pass.name(), current.nodes().size(), cleaned.nodes().size());
        current = cleaned;
      }
    }
    return current;
  }

  private static Graph apply(GraphPass pass, Graph graph) {
    Graph changed = pass.apply(graph);
    assert isValid(pass, changed);
    return changed;
  }

  private static boolean isValid(GraphPass pass, Graph graph) {
    try {
      GraphVerifier.verify(graph);
    } catch (IllegalArgumentException e) {
      throw new AssertionError("The graph is broken after " + pass.name() + "\n" + graph, e);
    }
    return true;
  }
}
