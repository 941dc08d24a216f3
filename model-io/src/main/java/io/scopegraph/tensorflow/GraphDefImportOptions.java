package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;

/// How a graph is imported.
///
/// @param outputs the results, as `node` or `node:slot`; what none of them needs is left out. Empty
///   for all nodes that no other one reads
/// @param inputs nodes that become placeholders of the given specs, whatever they are: queues,
///   placeholders that lack a shape, or those that have a default
/// @param constants nodes that become constants, such as a placeholder that says whether to train
public record GraphDefImportOptions(
    ImmutableList<String> outputs,
    ImmutableMap<String, TensorSpec> inputs,
    ImmutableMap<String, Tensor> constants) {
  private static final GraphDefImportOptions DEFAULTS =
      new GraphDefImportOptions(ImmutableList.of(), ImmutableMap.of(), ImmutableMap.of());

  public static GraphDefImportOptions defaults() {
    return DEFAULTS;
  }

  /// These options with other outputs.
  public GraphDefImportOptions withOutputs(List<String> names) {
    return new GraphDefImportOptions(ImmutableList.copyOf(names), inputs, constants);
  }

  /// These options with one more node made a placeholder.
  public GraphDefImportOptions withInput(String node, TensorSpec spec) {
    ImmutableMap<String, TensorSpec> more =
        ImmutableMap.<String, TensorSpec>builder()
            .putAll(inputs)
            .put(node, spec)
            .buildKeepingLast();
    return new GraphDefImportOptions(outputs, more, constants);
  }

  /// These options with one more node made a constant.
  public GraphDefImportOptions withConstant(String node, Tensor value) {
    ImmutableMap<String, Tensor> more =
        ImmutableMap.<String, Tensor>builder()
            .putAll(constants)
            .put(node, value)
            .buildKeepingLast();
    return new GraphDefImportOptions(outputs, inputs, more);
  }
}
