package io.scopegraph.io.internal;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.graph.Value;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.op.SourceLine;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;

/// The graph of one model as far as it has grown.
public final class ImportedModel {
  /// The highest rank of a value.
  public static final int MAX_RANK = 64;

  /// The most elements that a list of axes, pads or sizes may have.
  public static final int MAX_LIST = 4096;

  private final String file;
  private final SourceLine source;
  private final GraphAssembler assembler = new GraphAssembler();
  private final NodeNames names = new NodeNames();
  private final ValueTable values =
      new ValueTable((name, tensor) -> add(name, new Constant(tensor), List.of()));

  /// An empty model.
  ///
  /// @param file the model's name in errors
  /// @param shortName the model's name in the nodes
  public ImportedModel(String file, String shortName) {
    this.file = file;
    this.source = new SourceLine(shortName, 0);
  }

  public String file() {
    return file;
  }

  public ValueTable values() {
    return values;
  }

  public TensorSpec spec(Value value) {
    return assembler.spec(value);
  }

  /// The number of outputs of the graph node that gives a value.
  public int slots(Value value) {
    return assembler.node(value).outputs().size();
  }

  /// Adds a node under the given name, or a numbered one if that is taken.
  public Value add(String name, Op op, List<Value> inputs) {
    String unique = names.take(name);
    Value value = assembler.add(unique, op, inputs, source);
    for (TensorSpec output : assembler.node(value).outputs()) {
      Shape shape = output.shape();
      if (shape.isRankKnown() && shape.rank() > MAX_RANK) {
        throw ModelFormatException.in(
            file,
            "node \"%s\"".formatted(unique),
            "rank %d is not supported".formatted(shape.rank()));
      }
    }
    return value;
  }

  public Graph finish(List<String> outputs) {
    for (String name : outputs) {
      assembler.output(name, values.value(name));
    }
    return assembler.build();
  }
}
