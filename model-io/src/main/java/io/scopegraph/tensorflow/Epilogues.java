package io.scopegraph.tensorflow;

import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Epilogue;

/// What follows a convolution or product in one of our nodes, as nodes of its own.
final class Epilogues {
  private Epilogues() {}

  /// Where the convolution or product itself goes.
  static ExportScope core(NodeExport node, Epilogue epilogue, String part) {
    return epilogue.equals(Epilogue.NONE)
        ? node.scope()
        : node.scope().inner(part, node.output().shape());
  }

  /// Adds the rest.
  ///
  /// @param core what the convolution or product gives
  /// @param first the position of the first input that belongs to the epilogue
  static void finish(
      NodeExport node, Epilogue epilogue, String core, int first, DataFormat format) {
    String result = core;
    int next = first;
    boolean activated = !epilogue.activation().isIdentity();
    if (epilogue.bias()) {
      boolean last = !epilogue.residual() && !activated;
      result =
          step(node, last, "BiasAdd", "BiasAdd")
              .inputs(result, node.input(next++))
              .text("data_format", format.name())
              .add();
    }
    if (epilogue.residual()) {
      result = step(node, !activated, "residual", "Add").inputs(result, node.input(next)).add();
    }
    if (activated) {
      ElementwiseExport.unary(node.scope(), epilogue.activation(), result, node.output());
    }
  }

  private static NodeDraft step(NodeExport node, boolean last, String part, String type) {
    ExportScope scope = node.scope();
    NodeDraft draft = last ? scope.result(type) : scope.part(part, type, node.output().shape());
    return draft.type("T", node.output().dtype());
  }
}
