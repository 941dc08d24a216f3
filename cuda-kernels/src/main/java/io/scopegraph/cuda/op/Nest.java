package io.scopegraph.cuda.op;

import io.scopegraph.runtime.host.MergedAxes;
import io.scopegraph.runtime.spi.UnsupportedNode;

/// A block of elements that several operands hold in arrangements of their own, as the kernels take
/// it: the structure of that name in `nest.cu`.
final class Nest {
  /// The axes that the structure has room for, once those that all operands walk without a gap are
  /// merged.
  static final int MOST_AXES = 8;

  private final MergedAxes axes;
  private final int operands;

  /// @param extents of each axis, outermost first
  /// @param strides for each operand the distance in elements along each axis; 0 to stay in place
  /// @throws UnsupportedNode if there are too many axes
  Nest(long[] extents, long[]... strides) {
    this.axes = new MergedAxes(extents, strides);
    this.operands = strides.length;
    if (axes.rank() > MOST_AXES) {
      throw new UnsupportedNode(
          "on CUDA values of up to %d axes are walked, found %d".formatted(MOST_AXES, axes.rank()));
    }
  }

  MergedAxes axes() {
    return axes;
  }

  /// The number of elements.
  long count() {
    return axes.count();
  }

  /// How far an operand advances along the innermost axis.
  long step(int operand) {
    return axes.rank() == 0 ? 0 : axes.stride(operand, axes.rank() - 1);
  }

  /// How many neighbouring elements can be read and written at once: a power of two up to `most`.
  /// Operands that stay in place along the innermost axis have no say.
  ///
  /// @param sizes the bytes of each operand's elements
  /// @param addresses the place of each operand's first element
  int pack(int most, int[] sizes, long[] addresses) {
    if (axes.rank() == 0) {
      return 1;
    }
    int pack = most;
    int inner = axes.rank() - 1;
    for (int operand = 0; operand < operands; operand++) {
      long step = step(operand);
      if (step == 0) {
        continue;
      }
      if (step != 1) {
        return 1;
      }
      long common = axes.extent(inner) | most;
      for (int axis = 0; axis < inner; axis++) {
        common |= axes.stride(operand, axis);
      }
      common |= addresses[operand] / sizes[operand];
      pack = (int) Math.min(pack, Long.lowestOneBit(common));
    }
    return pack;
  }

  /// The structure, in elements, for threads that take a pack of elements each.
  long[] packs(int width) {
    return words(width, 1);
  }

  /// The structure in units of `width` elements, for operands that all advance by one element along
  /// the innermost axis.
  long[] units(int width) {
    return words(width, width);
  }

  /// Axis by axis from the innermost one.
  private long[] words(int width, int unit) {
    long[] words = new long[1 + MOST_AXES * (1 + operands)];
    int rank = axes.rank();
    words[0] = rank;
    for (int axis = 0; axis < rank; axis++) {
      int from = rank - 1 - axis;
      words[1 + axis] = axis == 0 ? axes.extent(from) / width : axes.extent(from);
      for (int operand = 0; operand < operands; operand++) {
        long stride = axes.stride(operand, from) * (axis == 0 ? width : 1);
        words[1 + MOST_AXES * (1 + operand) + axis] = stride / unit;
      }
    }
    return words;
  }
}
