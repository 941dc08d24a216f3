package io.scopegraph.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensorflow.ExportedGraph;
import io.scopegraph.tensorflow.GraphDefExporter;
import io.scopegraph.tensorflow.GraphDefImportOptions;
import io.scopegraph.tensorflow.GraphDefImporter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case, written in TensorFlow's form and read again, gives what is right.
final class GraphDefRoundTripTest {
  static Stream<Case> cases() {
    return AllCases.list().stream().filter(one -> export(one).foreign().isEmpty());
  }

  private static ExportedGraph export(Case one) {
    return GraphDefExporter.export(one.graph());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void givesWhatIsRight(Case one) {
    ExportedGraph exported = export(one);
    GraphDefImportOptions options =
        GraphDefImportOptions.defaults().withOutputs(List.copyOf(exported.outputs().values()));
    Graph graph = GraphDefImporter.importBytes("case.pb", exported.bytes(), options);
    assertThat(GraphDefImporter.importText("case.pbtxt", exported.text(), options))
        .isEqualTo(graph);
    try (Session session = Session.open(graph)) {
      Map<String, Tensor> feeds = new HashMap<>(one.feeds());
      feeds.keySet().retainAll(session.inputs().keySet());
      Map<String, Tensor> results = session.run(feeds).asMap();
      Map<String, Tensor> renamed = new HashMap<>();
      exported.outputs().forEach((ours, theirs) -> renamed.put(ours, results.get(theirs)));
      one.check(renamed);
    }
  }

  /// Ops with a case that TensorFlow has no form for, though it has one for others.
  private static final Set<String> PARTLY =
      Set.of("AvgPool", "LRN", "MatMul", "MaxPool", "Pad", "Pow", "Resize");

  @Test
  void onlyFormsThatTensorFlowLacksAreForeign() {
    Map<String, Set<String>> reasons = new TreeMap<>();
    Set<String> exported = new TreeSet<>();
    int foreign = 0;
    for (Case one : AllCases.list()) {
      ExportedGraph graph = export(one);
      String type = one.graph().op(one.graph().value("y")).type();
      graph
          .foreign()
          .forEach(op -> reasons.computeIfAbsent(type, _ -> new TreeSet<>()).add(op.reason()));
      if (graph.foreign().isEmpty()) {
        exported.add(type);
      } else {
        foreign++;
      }
    }
    System.out.printf(
        "%d of %d cases have no form: %s%n", foreign, AllCases.list().size(), reasons);
    assertThat(reasons.keySet()).isEqualTo(PARTLY);
    assertThat(exported).containsAll(PARTLY);
  }
}
