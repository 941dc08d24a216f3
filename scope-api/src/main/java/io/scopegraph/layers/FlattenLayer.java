package io.scopegraph.layers;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.Flatten;
import org.jspecify.annotations.Nullable;

/// All axes but the first as one: `flatten/Reshape`.
public final class FlattenLayer extends Layer<FlattenLayer> {
  FlattenLayer(GraphBuilder graph, @Nullable Operand input) {
    super(graph, input, "flatten");
  }

  @Override
  FlattenLayer self() {
    return this;
  }

  @Override
  Output call(Operand x) {
    return graph().apply(null, "Reshape", new Flatten(1), x);
  }
}
