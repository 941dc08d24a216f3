package io.scopegraph.cuda.op;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import io.scopegraph.cuda.driver.Arguments;
import io.scopegraph.cuda.driver.Work;
import io.scopegraph.runtime.host.Strides;
import io.scopegraph.runtime.spi.Freedom;
import io.scopegraph.runtime.spi.Kernel.PackedWeight;
import io.scopegraph.runtime.spi.KernelRequest;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Copies elements by a map for each axis: output index i along an axis takes input index `map[i]`,
/// or the fill value where that is negative. Padding and resizing by the nearest element are of
/// this kind.
final class MappedCopy {
  /// The widest unit that is moved at once.
  private static final int WIDEST = 16;

  private final KernelRequest node;
  private final int[] tables;
  private final ImmutableIntArray cells;
  private final long fill;

  /// @param maps one for each axis, as long as the output's extent
  private MappedCopy(KernelRequest node, int[][] maps, double fill) {
    this.node = node;
    this.tables = new int[maps.length];
    this.fill = repeated(node.dtype(0), fill);
    ImmutableIntArray.Builder all = ImmutableIntArray.builder();
    int length = 0;
    for (int axis = 0; axis < maps.length; axis++) {
      tables[axis] = Mapping.NO_TABLE;
      if (!isIdentity(maps[axis], node.shape(0).dim(axis))) {
        tables[axis] = length;
        all.addAll(maps[axis]);
        length += maps[axis].length;
      }
    }
    this.cells = all.build();
  }

  /// The kernel of a node whose second input determines the maps.
  static CudaKernel select(String algorithm, KernelRequest node, int[][] maps, double fill) {
    MappedCopy copy = new MappedCopy(node, maps, fill);
    var _ = copy.mapping(0, 0).checked();
    Shape from = node.shape(0);
    boolean pitched = ElementType.canPitch(from) && ElementType.canPitch(node.output().shape());
    return new PlannedKernel(
        algorithm,
        ImmutableSet.of(0),
        copy.tables(),
        0,
        pitched ? Freedom.NONE.pitched(true, 0) : Freedom.NONE,
        copy::bind);
  }

  private static boolean isIdentity(int[] map, long extent) {
    for (int i = 0; i < map.length; i++) {
      if (map[i] != i) {
        return false;
      }
    }
    return map.length == extent;
  }

  /// The bits of an element, as often as 64 bits hold them.
  private static long repeated(DType dtype, double value) {
    Tensor element = Tensor.filled(new TensorSpec(dtype, Shape.scalar()), value);
    MemorySegment segment = element.segment();
    int size = dtype.byteSize();
    long bits = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      bits = (bits << 8) | (segment.get(ValueLayout.JAVA_BYTE, i % size) & 0xFF);
    }
    return bits;
  }

  private ImmutableList<PackedWeight> tables() {
    return cells.isEmpty() ? ImmutableList.of() : ImmutableList.of(new CellTables(1, cells));
  }

  private Mapping mapping(long sourcePitch, long targetPitch) {
    long[] extents = node.output().shape().dims();
    return Mapping.of(
        extents,
        Strides.rows(node.shape(0).dims(), sourcePitch),
        Strides.rows(extents, targetPitch),
        tables);
  }

  private Work bind(StepMemory memory, LaunchContext context) {
    DType dtype = node.dtype(0);
    Span in = memory.input(0);
    Span out = memory.output();
    int size = dtype.byteSize();
    Mapping mapping = mapping(ElementType.pitch(in, dtype), ElementType.pitch(out, dtype));
    int width = mapping.pack(WIDEST / size, size, in.address(), out.address());
    long units = mapping.count() / width;
    return context.strided(
        "resize",
        "map_" + 8 * size * width,
        units,
        new Arguments()
            .int64(units)
            .struct(mapping.words(width, width))
            .address(cells.isEmpty() ? 0 : memory.packed().getFirst().address())
            .int64(fill)
            .address(in.address())
            .address(out.address()));
  }
}
