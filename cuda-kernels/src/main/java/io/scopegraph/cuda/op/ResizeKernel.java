package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.op.Resize;
import io.scopegraph.runtime.host.ResizeAxis;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.runtime.spi.UnsupportedNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Sampling on another grid: by the nearest cell for all dtypes, linear along up to four axes for
/// floats of up to 32 bits.
final class ResizeKernel {
  private static final int MOST_AXES = 4;

  private final KernelRequest node;
  private final Resize op;
  private final int[] tables;
  private final ImmutableIntArray cells;
  private final int changed;

  private ResizeKernel(KernelRequest node, Resize op, ResizeAxis[] axes) {
    this.node = node;
    this.op = op;
    this.tables = new int[axes.length];
    ImmutableIntArray.Builder all = ImmutableIntArray.builder();
    // A cell that comes from its like, for an axis that only fills the place of one.
    all.add(0).add(0).add(0);
    int length = 3;
    int count = 0;
    for (int axis = 0; axis < axes.length; axis++) {
      tables[axis] = Mapping.NO_TABLE;
      if (!isUnchanged(axes[axis])) {
        tables[axis] = length;
        add(axes[axis], all);
        length += 3 * axes[axis].out();
        count++;
      }
    }
    this.cells = all.build();
    this.changed = count;
  }

  static CudaKernel select(KernelRequest node, Resize op) {
    Tensor target = node.constant(1, "scales or sizes");
    Tensor region = node.count() > 2 ? node.constant(2, "the region") : null;
    Shape in = node.shape(0);
    Shape out = node.output().shape();
    ResizeAxis[] axes = new ResizeAxis[in.rank()];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] =
          new ResizeAxis(
              op, axis, axes.length, (int) in.dim(axis), (int) out.dim(axis), target, region);
    }
    if (op.interpolation() == Resize.Interpolation.NEAREST) {
      int[][] maps = new int[axes.length][];
      for (int axis = 0; axis < axes.length; axis++) {
        maps[axis] = axes[axis].nearest();
      }
      return MappedCopy.select("resize nearest", node, maps, op.extrapolation());
    }
    if (!ElementType.isShortFloat(node.dtype(0))) {
      throw new UnsupportedNode(
          "linear Resize on CUDA: not implemented for %s".formatted(node.dtype(0)));
    }
    return new ResizeKernel(node, op, axes).linear();
  }

  private static boolean isUnchanged(ResizeAxis axis) {
    if (axis.in() != axis.out()) {
      return false;
    }
    int[] below = axis.below();
    float[] fractions = axis.fractions();
    for (int i = 0; i < below.length; i++) {
      if (below[i] != i || fractions[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /// The cells below, those above, and the weights of the latter.
  private static void add(ResizeAxis axis, ImmutableIntArray.Builder cells) {
    int[] below = axis.below();
    for (int cell : below) {
      cells.add(cell);
    }
    for (int cell : below) {
      cells.add(Math.min(cell + 1, axis.in() - 1));
    }
    for (float fraction : axis.fractions()) {
      cells.add(Float.floatToRawIntBits(fraction));
    }
  }

  private CudaKernel linear() {
    if (changed == 0) {
      return CopyKernel.select(node);
    }
    if (changed > MOST_AXES) {
      throw new UnsupportedNode(
          "linear Resize on CUDA: along up to %d axes, found %d".formatted(MOST_AXES, changed));
    }
    var _ = ordered(0, 0).mapping.checked();
    boolean pitched =
        ElementType.canPitch(node.shape(0)) && ElementType.canPitch(node.output().shape());
    return new PlannedKernel(
        "resize linear",
        ImmutableSet.of(0),
        ImmutableList.of(new CellTables(1, cells)),
        0,
        pitched ? Freedom.NONE.pitched(true, 0) : Freedom.NONE,
        this::bind);
  }

  /// A mapping in the kernel's order.
  ///
  /// @param inner the number of unchanged axes before the changed ones
  private record Ordered(Mapping mapping, int inner) {}

  /// The changed axes next to each other, with as many that fill their places as the kernel takes.
  private Ordered ordered(long sourcePitch, long targetPitch) {
    long[] extents = node.output().shape().dims();
    Mapping mapping =
        Mapping.of(
            extents,
            Strides.rows(node.shape(0).dims(), sourcePitch),
            Strides.rows(extents, targetPitch),
            tables);
    List<Mapping.Axis> before = new ArrayList<>();
    List<Mapping.Axis> mapped = new ArrayList<>();
    List<Mapping.Axis> after = new ArrayList<>();
    for (Mapping.Axis axis : mapping.axes()) {
      (axis.isMapped() ? mapped : mapped.isEmpty() ? before : after).add(axis);
    }
    while (mapped.size() < taken()) {
      mapped.add(new Mapping.Axis(1, 0, 0, 0));
    }
    List<Mapping.Axis> all = new ArrayList<>(before);
    all.addAll(mapped);
    all.addAll(after);
    return new Ordered(new Mapping(all), before.size());
  }

  /// The number of changed axes that the kernel takes.
  private int taken() {
    return changed <= 2 ? 2 : MOST_AXES;
  }

  private Work bind(StepMemory memory, LaunchContext context) {
    DType dtype = node.dtype(0);
    Span in = memory.input(0);
    Span out = memory.output();
    Ordered ordered = ordered(ElementType.pitch(in, dtype), ElementType.pitch(out, dtype));
    int possible =
        ordered.mapping.pack(ElementType.PACK, dtype.byteSize(), in.address(), out.address());
    boolean packed = taken() == 2 && possible == ElementType.PACK;
    int width = packed ? possible : 1;
    long count = ordered.mapping.count() / width;
    return context.strided(
        "resize",
        "linear_%d_%s%s".formatted(taken(), dtype, packed ? "_x4" : ""),
        count,
        new Arguments()
            .int64(count)
            .struct(ordered.mapping.words(width, 1))
            .int32(ordered.inner)
            .address(memory.packed().getFirst().address())
            .float32((float) op.extrapolation())
            .address(in.address())
            .address(out.address()));
  }
}
