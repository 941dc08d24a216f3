package io.scopegraph.onnx.suite;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.Maps;
import io.scopegraph.graph.Graph;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.onnx.OnnxImportOptions;
import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.onnx.proto.GraphProto;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.plan.Certificate;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs one case: import, session, comparison.
final class SuiteRunner {
  /// Inputs that must be known before running. Cases of single ops feed them at run time.
  private static final ImmutableSetMultimap<String, Integer> SHAPE_LIKE =
      ImmutableSetMultimap.<String, Integer>builder()
          .putAll("Clip", 1, 2)
          .put("ConstantOfShape", 0)
          .putAll("Dropout", 1, 2)
          .put("Expand", 1)
          .putAll("Pad", 1, 2, 3)
          .put("ReduceL1", 1)
          .put("ReduceL2", 1)
          .put("ReduceLogSum", 1)
          .put("ReduceMax", 1)
          .put("ReduceMean", 1)
          .put("ReduceMin", 1)
          .put("ReduceProd", 1)
          .put("ReduceSum", 1)
          .put("ReduceSumSquare", 1)
          .put("Reshape", 1)
          .putAll("Resize", 1, 2, 3)
          .putAll("Slice", 1, 2, 3, 4)
          .put("Split", 1)
          .put("Squeeze", 1)
          .put("Tile", 1)
          .put("Unsqueeze", 1)
          .put("Upsample", 1)
          .build();

  private final SessionOptions options;

  SuiteRunner(SessionOptions options) {
    this.options = options;
  }

  Outcome run(SuiteCase suiteCase) {
    try {
      GraphProto graph = suiteCase.graph();
      OnnxImporter.importFile(suiteCase.model(), assumed(graph, suiteCase));
      for (Path data : suiteCase.data()) {
        String problem = run(suiteCase.model(), graph, data);
        if (problem != null) {
          return new Outcome.Failed(data.getFileName() + ": " + problem);
        }
      }
      return new Outcome.Passed();
    } catch (UnsupportedOpException e) {
      return new Outcome.Unsupported(e.ops());
    } catch (IOException | RuntimeException e) {
      return new Outcome.Failed(e.toString().lines().findFirst().orElse(""));
    }
  }

  private OnnxImportOptions assumed(GraphProto graph, SuiteCase suiteCase) {
    OnnxImportOptions none = OnnxImportOptions.defaults();
    if (suiteCase.data().isEmpty()) {
      return none;
    }
    try {
      Map<String, Tensor> inputs = SuiteCase.inputs(graph, suiteCase.data().getFirst());
      return new OnnxImportOptions(shapeLike(graph, inputs));
    } catch (ModelFormatException e) {
      return none;
    }
  }

  /// @return what is wrong, or null
  private @Nullable String run(Path model, GraphProto graph, Path data) {
    Map<String, Tensor> inputs = SuiteCase.inputs(graph, data);
    ImmutableMap<String, Tensor> constants = shapeLike(graph, inputs);
    Graph imported = OnnxImporter.importFile(model, new OnnxImportOptions(constants));
    Map<String, Tensor> feeds = new LinkedHashMap<>(inputs);
    feeds.keySet().removeAll(constants.keySet());
    try (Session session = Session.open(imported, options)) {
      feeds.keySet().retainAll(session.inputs().keySet());
      Results results = session.run(feeds);
      for (Map.Entry<String, Tensor> wanted : SuiteCase.outputs(graph, data).entrySet()) {
        String problem = Comparison.problem(results.get(wanted.getKey()), wanted.getValue());
        if (problem != null) {
          return wanted.getKey() + ": " + problem;
        }
      }
      Certificate arena = session.plan(Maps.transformValues(feeds, Tensor::shape)).certificate();
      return arena.isOptimal() ? null : "the arena is " + arena;
    }
  }

  private static ImmutableMap<String, Tensor> shapeLike(
      GraphProto graph, Map<String, Tensor> inputs) {
    Map<String, Tensor> constants = new LinkedHashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      for (int position : SHAPE_LIKE.get(node.getOpType())) {
        if (position < node.getInputCount() && inputs.containsKey(node.getInput(position))) {
          constants.put(node.getInput(position), inputs.get(node.getInput(position)));
        }
      }
    }
    return ImmutableMap.copyOf(constants);
  }
}
