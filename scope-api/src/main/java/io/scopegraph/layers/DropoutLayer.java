package io.scopegraph.layers;

import io.scopegraph.builder.ArrayOps;
import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import org.jspecify.annotations.Nullable;

/// Dropout as it is at inference: the value itself.
public final class DropoutLayer extends Layer<DropoutLayer> {
  DropoutLayer(GraphBuilder graph, @Nullable Operand input) {
    super(graph, input, "dropout");
  }

  @Override
  DropoutLayer self() {
    return this;
  }

  @Override
  Output call(Operand x) {
    return ArrayOps.identity(x);
  }
}
