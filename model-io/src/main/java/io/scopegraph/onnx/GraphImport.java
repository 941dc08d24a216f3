package io.scopegraph.onnx;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.internal.ImportedModel;
import io.scopegraph.io.internal.NodeNames;
import io.scopegraph.io.internal.UnsupportedFormException;
import io.scopegraph.onnx.proto.FunctionProto;
import io.scopegraph.onnx.proto.GraphProto;
import io.scopegraph.onnx.proto.ModelProto;
import io.scopegraph.onnx.proto.NodeProto;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.onnx.proto.ValueInfoProto;
import io.scopegraph.op.InvalidOpException;
import io.scopegraph.op.Placeholder;
import io.scopegraph.op.UnsupportedOp;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The walk over a model: weights, inputs, nodes, outputs. Nodes that cannot be imported are
/// collected; what depends on them is checked as far as that is possible.
final class GraphImport {
  private final GraphProto graph;
  private final ImportedModel model;
  private final OnnxTensors tensors;
  private final OnnxImportOptions options;
  private final Map<String, Long> opsets;
  private final Set<String> functions = new HashSet<>();
  private final Set<String> read = new HashSet<>();
  private final List<UnsupportedOp> unsupported = new ArrayList<>();

  GraphImport(
      ModelProto proto, ImportedModel model, OnnxTensors tensors, OnnxImportOptions options) {
    if (!proto.hasGraph()) {
      throw ModelFormatException.of(model.file(), "expected an ONNX model, found no graph in it");
    }
    this.graph = proto.getGraph();
    this.model = model;
    this.tensors = tensors;
    this.options = options;
    this.opsets = Opsets.of(model.file(), proto);
    for (FunctionProto function : proto.getFunctionsList()) {
      functions.add(Opsets.domain(function.getDomain()) + ":" + function.getName());
    }
    for (NodeProto node : graph.getNodeList()) {
      read.addAll(node.getInputList());
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      read.add(output.getName());
    }
  }

  Graph run() {
    addInitializers();
    addInputs();
    for (NodeProto node : graph.getNodeList()) {
      addNode(node);
    }
    ImmutableList<String> outputs = outputs();
    if (!unsupported.isEmpty()) {
      throw new UnsupportedOpException(model.file(), unsupported);
    }
    return model.finish(outputs);
  }

  private void addInitializers() {
    if (graph.getSparseInitializerCount() > 0) {
      refuse("initializer", graph.getName(), "sparse initializers are not supported");
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      String name = tensor.getName();
      checkNew("tensor", name);
      if (options.constants().containsKey(name)) {
        continue;
      }
      if (ElementTypes.dtype(tensor.getDataType()) == null) {
        model.values().defineMissing(name, ElementTypes.unsupported(tensor.getDataType()));
      } else {
        model.values().define(name, NodeNames.clean(name, "Const"), tensors.read(tensor));
      }
    }
  }

  private void addInputs() {
    Set<String> initializers = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> initializers.add(tensor.getName()));
    Set<String> seen = new HashSet<>();
    for (ValueInfoProto input : graph.getInputList()) {
      String name = input.getName();
      if (!seen.add(name)) {
        throw malformed("input \"%s\" is declared twice".formatted(name));
      }
      Tensor constant = options.constants().get(name);
      if (constant != null) {
        checkNew("input", name);
        model.values().define(name, NodeNames.clean(name, "Const"), constant);
      } else if (!initializers.contains(name)) {
        checkNew("input", name);
        addInput(name, input);
      }
    }
    for (String name : options.constants().keySet()) {
      if (!seen.contains(name)) {
        throw malformed("has no input \"%s\" that could be made a constant".formatted(name));
      }
    }
  }

  private void addInput(String name, ValueInfoProto input) {
    String problem = DeclaredType.problem(input.getType());
    if (problem != null) {
      if (read.contains(name)) {
        refuse("graph input", name, problem);
      }
      model.values().defineMissing(name, "");
      return;
    }
    TensorSpec spec = DeclaredType.spec(input.getType());
    model.values().define(name, model.add(name, new Placeholder(spec), List.of()));
  }

  private void addNode(NodeProto proto) {
    String domain = Opsets.domain(proto.getDomain());
    long opset = opsets.getOrDefault(domain, 0L);
    NodeContext node = new NodeContext(model, tensors, proto, opset);
    if (domain.isEmpty() && opset == 0) {
      throw node.malformed("the model does not say which op set it uses");
    }
    for (String output : proto.getOutputList()) {
      if (!output.isEmpty()) {
        checkNew(node.describe() + ": output", output);
      }
    }
    String missing = checkInputs(node, proto);
    OpImporter importer = OpImporters.BY_TYPE.get(proto.getOpType());
    String reason = Opsets.problem(domain, opset);
    if (functions.contains(domain + ":" + proto.getOpType())) {
      reason = "functions that a model defines itself are not supported";
    } else if (reason == null && importer == null) {
      reason = "this op is not supported";
    } else if (reason == null && missing != null && !missing.isEmpty()) {
      reason = missing;
    }
    if (reason == null && missing == null && importer != null) {
      reason = translate(node, proto, importer);
    }
    if (reason != null) {
      unsupported.add(new UnsupportedOp(proto.getOpType(), domain, opset, node.name(), reason));
    }
    for (String output : proto.getOutputList()) {
      if (!output.isEmpty() && !model.values().isDefined(output)) {
        model.values().defineMissing(output, "");
      }
    }
  }

  /// Why an input cannot be had; null if all can.
  private @Nullable String checkInputs(NodeContext node, NodeProto proto) {
    String missing = null;
    for (String input : proto.getInputList()) {
      if (input.isEmpty()) {
        continue;
      }
      if (!model.values().isDefined(input)) {
        throw node.malformed("reads \"%s\", which nothing before it gives".formatted(input));
      }
      String reason = model.values().missing(input);
      if (reason != null && (missing == null || missing.isEmpty())) {
        missing = reason;
      }
    }
    return missing;
  }

  /// Imports a node whose inputs are all there.
  ///
  /// @return why it cannot be expressed; null if it could
  private @Nullable String translate(NodeContext node, NodeProto proto, OpImporter importer) {
    if (proto.getOutputCount() == 0) {
      throw node.malformed("has no output");
    }
    try {
      Tensor constant = ConstantFolding.fold(node);
      if (constant != null) {
        model.values().define(proto.getOutput(0), node.name(), constant);
        return unreadOutputs(proto, 1);
      }
      Value first = importer.add(node);
      int slots = model.slots(first);
      for (int slot = 0; slot < proto.getOutputCount(); slot++) {
        if (slot < slots && !proto.getOutput(slot).isEmpty()) {
          model
              .values()
              .define(proto.getOutput(slot), new Value(first.node(), first.slot() + slot));
        }
      }
      return unreadOutputs(proto, slots);
    } catch (UnsupportedFormException e) {
      return e.reason();
    } catch (InvalidOpException | ArithmeticException e) {
      throw ModelFormatException.in(
          model.file(), node.describe(), String.valueOf(e.getMessage()), e);
    }
  }

  /// Refuses outputs that we do not compute if something reads them.
  private @Nullable String unreadOutputs(NodeProto proto, int from) {
    for (int slot = from; slot < proto.getOutputCount(); slot++) {
      String name = proto.getOutput(slot);
      if (!name.isEmpty() && read.contains(name)) {
        return "its output %d (\"%s\") is not supported".formatted(slot, name);
      }
    }
    return null;
  }

  private ImmutableList<String> outputs() {
    Set<String> names = new HashSet<>();
    ImmutableList.Builder<String> outputs = ImmutableList.builder();
    for (ValueInfoProto output : graph.getOutputList()) {
      if (!model.values().isDefined(output.getName())) {
        throw malformed("output \"%s\" is not given by any node".formatted(output.getName()));
      }
      if (!names.add(output.getName())) {
        throw malformed("output \"%s\" is declared twice".formatted(output.getName()));
      }
      String missing = model.values().missing(output.getName());
      if (missing != null && !missing.isEmpty()) {
        refuse("graph output", output.getName(), missing);
      }
      outputs.add(output.getName());
    }
    if (names.isEmpty()) {
      throw malformed("the graph has no outputs");
    }
    return outputs.build();
  }

  private void refuse(String type, String name, String reason) {
    unsupported.add(new UnsupportedOp(type, "", opsets.getOrDefault("", 0L), name, reason));
  }

  private void checkNew(String what, String name) {
    if (name.isEmpty()) {
      throw malformed(what + " without a name");
    }
    if (model.values().isDefined(name)) {
      throw malformed("%s \"%s\": the name is taken".formatted(what, name));
    }
  }

  private ModelFormatException malformed(String problem) {
    return ModelFormatException.of(model.file(), problem);
  }
}
