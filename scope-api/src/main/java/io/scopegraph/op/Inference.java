package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a shape rule sees of one node: the specs of its inputs, the values of those inputs that are
/// constants, and the words for an error.
public final class Inference {
  /// One input of a node.
  ///
  /// @param value the contents, if they are known before running
  public record Operand(TensorSpec spec, @Nullable Tensor value) {
    public static Operand of(TensorSpec spec) {
      return new Operand(spec, null);
    }

    public static Operand of(Tensor value) {
      return new Operand(value.spec(), value);
    }
  }

  private final String type;
  private final String nodeName;
  private final @Nullable SourceLine source;
  private final ImmutableList<Operand> operands;

  public Inference(
      String type, String nodeName, @Nullable SourceLine source, List<Operand> operands) {
    this.type = type;
    this.nodeName = nodeName;
    this.source = source;
    this.operands = ImmutableList.copyOf(operands);
  }

  /// The specs of a node's outputs.
  ///
  /// @throws InvalidOpException if a constraint of the op is broken
  public static ImmutableList<TensorSpec> specs(
      Op op, String nodeName, @Nullable SourceLine source, List<Operand> operands) {
    Inference inference = new Inference(op.type(), nodeName, source, operands);
    try {
      return op.infer(inference);
    } catch (ArithmeticException e) {
      InvalidOpException error =
          inference.error(
              "C0",
              "an extent does not fit into 63 bits, with inputs %s",
              operands.stream().map(Operand::spec).toList());
      error.initCause(e);
      throw error;
    }
  }

  /// The number of inputs given.
  public int count() {
    return operands.size();
  }

  Operand operand(int input) {
    return operands.get(input);
  }

  /// What the shape rule of an op sees that is a part of this one.
  Inference part(Op op, List<Operand> partOperands) {
    return new Inference(op.type(), nodeName, source, partOperands);
  }

  public TensorSpec spec(int input) {
    return operands.get(input).spec();
  }

  public Shape shape(int input) {
    return spec(input).shape();
  }

  public DType dtype(int input) {
    return spec(input).dtype();
  }

  /// The contents of an input, or null if they are not known before running.
  public @Nullable Tensor value(int input) {
    return operands.get(input).value();
  }

  /// The contents of an integer input, or null if they are not known before running.
  ///
  /// @throws InvalidOpException if the input is not of type int32 or int64
  public long @Nullable [] longs(String constraint, int input) {
    DType dtype = dtype(input);
    check(
        dtype == DType.INT64 || dtype == DType.INT32,
        constraint,
        "input %d must be int32 or int64, found %s",
        input,
        dtype);
    Tensor value = value(input);
    return value == null ? null : value.toLongArray();
  }

  /// Requires the number of inputs to lie within bounds, both inclusive.
  public void checkCount(String constraint, int least, int most) {
    check(
        count() >= least && count() <= most,
        constraint,
        "takes %s inputs, found %d",
        least == most ? Integer.toString(least) : least + " to " + most,
        count());
  }

  /// Requires an input to have a certain rank, if its rank is known.
  public void checkRank(String constraint, int input, int rank) {
    Shape shape = shape(input);
    check(
        !shape.isRankKnown() || shape.rank() == rank,
        constraint,
        "input %d must have rank %d, found %s",
        input,
        rank,
        shape);
  }

  /// Requires all inputs from `first` on to have the element type of input `first`.
  public void checkSameDType(String constraint, int first) {
    for (int input = first + 1; input < count(); input++) {
      check(
          dtype(input) == dtype(first),
          constraint,
          "inputs must have one dtype, found %s and %s",
          dtype(first),
          dtype(input));
    }
  }

  /// Turns an axis that may count from the end into one that counts from 0.
  public int axis(String constraint, int axis, int rank) {
    check(
        axis >= -rank && axis < rank, constraint, "axis %d does not exist in rank %d", axis, rank);
    return axis < 0 ? axis + rank : axis;
  }

  /// Requires two extents to be equal where both are known, and gives the known one.
  public long sameDim(String constraint, String what, long left, long right) {
    check(
        left == right || left == Shape.UNKNOWN || right == Shape.UNKNOWN,
        constraint,
        "%s differ: %d and %d",
        what,
        left,
        right);
    return left == Shape.UNKNOWN ? right : left;
  }

  /// Throws an [InvalidOpException] that names the op, the node and the line that made it, unless
  /// `holds`.
  @FormatMethod
  public void check(
      boolean holds,
      String constraint,
      @FormatString String message,
      @Nullable Object... arguments) {
    if (!holds) {
      throw error(constraint, message, arguments);
    }
  }

  /// The error for a broken constraint.
  @FormatMethod
  public InvalidOpException error(
      String constraint, @FormatString String message, @Nullable Object... arguments) {
    String where = source == null ? "" : " [" + source + "]";
    return new InvalidOpException(
        constraint,
        "%s \"%s\" (%s): %s%s"
            .formatted(type, nodeName, constraint, message.formatted(arguments), where));
  }

  /// The single spec of an op with one output.
  static ImmutableList<TensorSpec> one(DType dtype, Shape shape) {
    return ImmutableList.of(new TensorSpec(dtype, shape));
  }

  @Override
  public String toString() {
    return type + " \"" + nodeName + "\" " + Objects.toString(operands);
  }
}
