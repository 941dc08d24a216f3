package io.scopegraph.tensor;

import com.google.common.primitives.ImmutableLongArray;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The extents of a tensor. A dim may be unknown ([#UNKNOWN]), and so may the whole rank.
///
/// Shapes are values: immutable, compared by their dims, where an unknown dim equals only an
/// unknown one. Whether two shapes *can* describe the same tensor is asked with
/// [#isCompatibleWith].
public final class Shape {
  /// Stands for an extent that is not known before running.
  public static final long UNKNOWN = -1;

  private static final Shape UNKNOWN_RANK = new Shape(null);
  private static final Shape SCALAR = new Shape(ImmutableLongArray.of());

  private final @Nullable ImmutableLongArray dims;

  private Shape(@Nullable ImmutableLongArray dims) {
    this.dims = dims;
  }

  /// A shape with the given extents; `-1` stands for an unknown one.
  ///
  /// @throws IllegalArgumentException if an extent is below -1
  public static Shape of(long... dims) {
    for (long dim : dims) {
      if (dim < UNKNOWN) {
        throw new IllegalArgumentException(
            "A dim must be -1 (unknown) or at least 0, found " + dim);
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(ImmutableLongArray.copyOf(dims));
  }

  /// The shape of a single element, rank 0.
  public static Shape scalar() {
    return SCALAR;
  }

  /// The shape of which nothing is known.
  public static Shape unknownRank() {
    return UNKNOWN_RANK;
  }

  /// A shape of known rank, all dims unknown.
  public static Shape unknownDims(int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, UNKNOWN);
    return of(dims);
  }

  public boolean isRankKnown() {
    return dims != null;
  }

  /// The number of dims.
  ///
  /// @throws IllegalStateException if the rank is unknown
  public int rank() {
    return known().length();
  }

  /// The extent of an axis, or [#UNKNOWN]. A negative axis counts from the end.
  ///
  /// @throws IllegalStateException if the rank is unknown
  /// @throws IndexOutOfBoundsException if there is no such axis
  public long dim(int axis) {
    ImmutableLongArray known = known();
    int index = axis < 0 ? axis + known.length() : axis;
    if (index < 0 || index >= known.length()) {
      throw new IndexOutOfBoundsException("Axis " + axis + " of shape " + this);
    }
    return known.get(index);
  }

  public boolean isKnown(int axis) {
    return dim(axis) != UNKNOWN;
  }

  /// True if the rank and every dim are known.
  public boolean isFullyDefined() {
    return dims != null && !dims.contains(UNKNOWN);
  }

  /// A copy of the extents.
  ///
  /// @throws IllegalStateException if the rank is unknown
  public long[] dims() {
    return known().toArray();
  }

  /// The product of all dims; 1 for a scalar.
  ///
  /// @throws IllegalStateException if the shape is not fully defined
  /// @throws ArithmeticException if the product exceeds 63 bits
  public long elementCount() {
    return elementCount(0, rank());
  }

  /// The product of the dims from axis `from` (inclusive) to axis `to` (exclusive).
  ///
  /// @throws IllegalStateException if one of them is unknown
  /// @throws ArithmeticException if the product exceeds 63 bits
  public long elementCount(int from, int to) {
    ImmutableLongArray known = known();
    boolean empty = false;
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      long dim = known.get(axis);
      if (dim == UNKNOWN) {
        throw new IllegalStateException("Shape " + this + " is not fully defined");
      }
      if (dim == 0) {
        empty = true;
      } else {
        product = Math.multiplyExact(product, dim);
      }
    }
    return empty ? 0 : product;
  }

  /// This shape with one extent replaced.
  public Shape withDim(int axis, long dim) {
    long[] changed = dims();
    changed[axis < 0 ? axis + changed.length : axis] = dim;
    return of(changed);
  }

  /// True if one tensor could have both shapes: equal rank where known, equal dims where both are
  /// known.
  public boolean isCompatibleWith(Shape other) {
    if (dims == null || other.dims == null) {
      return true;
    }
    if (rank() != other.rank()) {
      return false;
    }
    for (int axis = 0; axis < rank(); axis++) {
      if (isKnown(axis) && other.isKnown(axis) && dim(axis) != other.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  /// The shape of an element-wise result: aligned at the trailing axis, an extent of 1 stretches.
  /// Against an unknown extent, one other than 1 wins, and 1 leaves it unknown.
  ///
  /// @return empty if the shapes cannot be broadcast against each other
  public static Optional<Shape> broadcast(Shape left, Shape right) {
    if (!left.isRankKnown() || !right.isRankKnown()) {
      return Optional.of(UNKNOWN_RANK);
    }
    int rank = Math.max(left.rank(), right.rank());
    long[] result = new long[rank];
    for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
      long a = fromEnd <= left.rank() ? left.dim(-fromEnd) : 1;
      long b = fromEnd <= right.rank() ? right.dim(-fromEnd) : 1;
      long dim;
      if (a == b || b == 1) {
        dim = a;
      } else if (a == 1) {
        dim = b;
      } else if (a == UNKNOWN || b == UNKNOWN) {
        dim = Math.max(a, b);
      } else {
        return Optional.empty();
      }
      result[rank - fromEnd] = dim;
    }
    return Optional.of(of(result));
  }

  private ImmutableLongArray known() {
    if (dims == null) {
      throw new IllegalStateException("The rank of the shape is unknown");
    }
    return dims;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape shape && Objects.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(dims);
  }

  /// TensorFlow's form: `(?, 64, 3)`, `(5,)`, `()`, `<unknown>`.
  @Override
  public String toString() {
    if (dims == null) {
      return "<unknown>";
    }
    StringJoiner text = new StringJoiner(", ", "(", dims.length() == 1 ? ",)" : ")");
    for (int axis = 0; axis < dims.length(); axis++) {
      text.add(isKnown(axis) ? Long.toString(dim(axis)) : "?");
    }
    return text.toString();
  }
}
