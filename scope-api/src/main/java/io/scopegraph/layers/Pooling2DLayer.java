package io.scopegraph.layers;

import io.scopegraph.builder.GraphBuilder;
import io.scopegraph.builder.Nn;
import io.scopegraph.builder.Operand;
import io.scopegraph.builder.Output;
import io.scopegraph.op.DataFormat;
import io.scopegraph.op.Padding;
import io.scopegraph.op.Pool2D;
import io.scopegraph.op.Size2;
import org.jspecify.annotations.Nullable;

/// Pooling under a sliding window; it has no variables, but a scope like other layers.
public final class Pooling2DLayer extends Layer<Pooling2DLayer> {
  private final Pool2D.Kind kind;
  private final Size2 poolSize;
  private final Size2 strides;
  private Padding padding = Padding.VALID;
  private DataFormat format = DataFormat.NHWC;

  Pooling2DLayer(
      GraphBuilder graph,
      @Nullable Operand input,
      Pool2D.Kind kind,
      Size2 poolSize,
      Size2 strides) {
    super(graph, input, baseName(kind));
    this.kind = kind;
    this.poolSize = poolSize;
    this.strides = strides;
  }

  private static String baseName(Pool2D.Kind kind) {
    return switch (kind) {
      case MAX -> "max_pooling2d";
      case AVERAGE -> "average_pooling2d";
    };
  }

  /// `valid`, the default, or `same`.
  ///
  /// @throws io.scopegraph.builder.ScopeException for anything else
  public Pooling2DLayer padding(String name) {
    return padding(PaddingNames.of(name));
  }

  public Pooling2DLayer padding(Padding changed) {
    checkUnused();
    padding = changed;
    return this;
  }

  /// The order of an image's axes, NHWC by default.
  public Pooling2DLayer dataFormat(DataFormat changed) {
    checkUnused();
    format = changed;
    return this;
  }

  @Override
  Pooling2DLayer self() {
    return this;
  }

  @Override
  Output call(Operand x) {
    InputRank.check(this, x, 4);
    return Nn.pool(x, Pool2D.of(kind, poolSize, strides, padding, format), null);
  }
}
