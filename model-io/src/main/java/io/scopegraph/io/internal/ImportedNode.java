package io.scopegraph.io.internal;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.scopegraph.graph.Value;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.Constant;
import io.scopegraph.op.Op;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One node of a model while it is imported, whatever the format: its inputs, and the graph that
/// grows.
public abstract class ImportedNode {
  private final ImportedModel model;
  private final String type;
  private final String name;

  /// @param type the op in the words of the format
  /// @param name the name that the graph's node gets, unless it is taken
  protected ImportedNode(ImportedModel model, String type, String name) {
    this.model = model;
    this.type = type;
    this.name = name;
  }

  public final String type() {
    return type;
  }

  /// The name that the graph's node gets, unless it is taken.
  public final String name() {
    return name;
  }

  /// One more than the position of the last input that is given.
  public abstract int inputCount();

  public abstract boolean has(int input);

  /// The name by which the table of values knows an input that is given.
  protected abstract String givenInput(int input);

  private String inputName(int input) {
    if (!has(input)) {
      throw malformed("input %d is missing".formatted(input));
    }
    return givenInput(input);
  }

  public final Value input(int input) {
    return model.values().value(inputName(input));
  }

  /// All inputs up to the last one given; none may be left out in between.
  public final List<Value> inputs() {
    if (inputCount() == 0) {
      throw malformed("expected an input, found none");
    }
    return IntStream.range(0, inputCount()).mapToObj(this::input).toList();
  }

  /// The contents of an input, or null if it is absent or not constant.
  public final @Nullable Tensor constant(int input) {
    return has(input) ? model.values().constant(inputName(input)) : null;
  }

  /// The contents of an input that has to be constant.
  ///
  /// @param what the input in the user's words
  public final Tensor requireConstant(int input, String what) {
    Tensor tensor = constant(input);
    if (tensor == null) {
      inputName(input);
      throw unsupported("%s must be constant", what);
    }
    return tensor;
  }

  /// The contents of an integer input of few elements that has to be constant.
  public final long[] requireLongs(int input, String what) {
    Tensor tensor = requireConstant(input, what);
    if (tensor.dtype() != DType.INT64 && tensor.dtype() != DType.INT32) {
      throw malformed("%s must be int32 or int64, found %s".formatted(what, tensor.dtype()));
    }
    if (tensor.elementCount() > ImportedModel.MAX_LIST) {
      throw malformed("%s: %d are too many".formatted(what, tensor.elementCount()));
    }
    return tensor.toLongArray();
  }

  public final TensorSpec spec(Value value) {
    return model.spec(value);
  }

  public final Shape shape(Value value) {
    return model.spec(value).shape();
  }

  public final DType dtype(Value value) {
    return model.spec(value).dtype();
  }

  /// The rank of a value, which has to be known for this op.
  public final int rank(Value value) {
    Shape shape = shape(value);
    if (!shape.isRankKnown()) {
      throw unsupported("the rank of its input must be known");
    }
    return shape.rank();
  }

  /// Refuses integers where the model's op takes them and ours does not.
  public final void requireFloating(Value value) {
    if (!dtype(value).isFloating()) {
      throw unsupported("element type %s is not supported by this op", dtype(value));
    }
  }

  /// Adds the graph node that gives this node's output; it gets this node's name.
  public final Value add(Op op, Value... inputs) {
    return model.add(name, op, List.of(inputs));
  }

  /// Adds an auxiliary graph node.
  public final Value addPart(String part, Op op, Value... inputs) {
    return model.add(name + "/" + part, op, List.of(inputs));
  }

  public final Value constantPart(String part, Tensor tensor) {
    return addPart(part, new Constant(tensor));
  }

  @FormatMethod
  public final UnsupportedFormException unsupported(
      @FormatString String reason, Object... arguments) {
    return new UnsupportedFormException(reason.formatted(arguments));
  }

  public final ModelFormatException malformed(String problem) {
    return ModelFormatException.in(model.file(), describe(), problem);
  }

  /// The node in the words of an error.
  public final String describe() {
    return "node \"%s\" (%s)".formatted(name, type);
  }
}
