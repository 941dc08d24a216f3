package io.scopegraph.cpu.op;

import io.scopegraph.cpu.memory.FloatRange;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.Arrays;

/// Brings the elements of an input that meet a block of the output into a register.
@FunctionalInterface
interface BlockSource {
  /// Writes `n` floats.
  ///
  /// @param start the output's element, counted in dense rows, that the first of them meets
  void load(int start, int n, float[] target, int at);

  /// A float32 input that is smaller than the output.
  static BlockSource broadcast(Shape shape, Shape output, FloatRange input) {
    LoopNest nest = nest(shape, output);
    int row = nest.length();
    boolean stays = nest.step(1) == 0;
    long[] extents = nest.extents();
    long[] strides = nest.strides(1);
    int outer = extents.length - 2;
    // Rows that follow one another and are the same one of the input.
    int equal = outer >= 0 && strides[outer] == 0 ? (int) extents[outer] : 1;
    int span = equal * row;
    return (start, n, target, at) -> {
      int done = 0;
      while (done < n) {
        int index = start + done;
        int offset = index % span;
        int count = Math.min(span - offset, n - done);
        int from = input.at() + nest.at(1, index / span * equal);
        if (stays) {
          Arrays.fill(target, at + done, at + done + count, input.array()[from]);
        } else {
          repeat(input.array(), from, row, offset % row, target, at + done, count);
        }
        done += count;
      }
    };
  }

  /// Writes a row over and over, beginning within it.
  private static void repeat(
      float[] source, int from, int row, int phase, float[] target, int at, int n) {
    int head = Math.min(row - phase, n);
    System.arraycopy(source, from + phase, target, at, head);
    int left = n - head;
    if (left == 0) {
      return;
    }
    int copied = Math.min(row, left);
    System.arraycopy(source, from, target, at + head, copied);
    while (copied < left) {
      int more = Math.min(copied, left - copied);
      System.arraycopy(target, at + head, target, at + head + copied, more);
      copied += more;
    }
  }

  /// An input of a narrower type, of whatever shape.
  static BlockSource narrow(TensorSpec spec, Shape output, FloatRange input) {
    LoopNest nest = nest(spec.shape(), output);
    Tensor elements = input.tensor(spec);
    int row = nest.length();
    int step = nest.step(1);
    return (start, n, target, at) -> {
      int done = 0;
      while (done < n) {
        int index = start + done;
        int offset = index % row;
        int count = Math.min(row - offset, n - done);
        int from = nest.at(1, index / row) + offset * step;
        for (int i = 0; i < count; i++) {
          target[at + done + i] = elements.getFloat(from + (long) i * step);
        }
        done += count;
      }
    };
  }

  private static LoopNest nest(Shape shape, Shape output) {
    return new LoopNest(
        output.dims(), LoopNest.dense(output.dims()), LoopNest.broadcast(shape, output));
  }
}
