package io.scopegraph.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Data on the host: a fully defined spec over a memory segment, dense and row-major.
///
/// Tensors made here from arrays own a copy, aligned to [#ALIGNMENT] bytes; [#wrap] takes memory as
/// it is. The contents of a tensor that a graph holds as a constant must not change any more.
/// Reading from several threads is safe.
///
/// A [#view] looks at memory that gets other contents some day, such as the result of a run. Every
/// access to its data is checked: it gives the data that the view was made for, or throws an
/// [IllegalStateException], also if the memory is overwritten during the access. [#copy] keeps the
/// data.
public final class Tensor {
  /// Alignment in bytes of the memory that this class allocates.
  public static final long ALIGNMENT = 64;

  private final TensorSpec spec;
  private final MemorySegment segment;

  /// Null if the memory is the tensor's own.
  private final @Nullable Validity validity;

  private Tensor(TensorSpec spec, MemorySegment segment, @Nullable Validity validity) {
    this.spec = spec;
    this.segment = segment;
    this.validity = validity;
  }

  /// A tensor of zeros in memory that lives as long as it is reachable.
  ///
  /// @throws IllegalStateException if the shape is not fully defined
  public static Tensor allocate(TensorSpec spec) {
    return new Tensor(spec, Arena.ofAuto().allocate(spec.byteSize(), ALIGNMENT), null);
  }

  /// A tensor over existing memory, without a copy.
  ///
  /// @throws IllegalArgumentException if the segment does not hold exactly the bytes of the spec
  public static Tensor wrap(TensorSpec spec, MemorySegment segment) {
    return new Tensor(spec, requireFitting(spec, segment), null);
  }

  /// A tensor over memory that holds its data for a time only.
  ///
  /// @param validity knows for how long
  /// @throws IllegalArgumentException if the segment does not hold exactly the bytes of the spec
  public static Tensor view(TensorSpec spec, MemorySegment segment, Validity validity) {
    return new Tensor(spec, requireFitting(spec, segment), validity);
  }

  private static MemorySegment requireFitting(TensorSpec spec, MemorySegment segment) {
    if (segment.byteSize() != spec.byteSize()) {
      throw new IllegalArgumentException(
          "%s needs %d bytes, the memory has %d"
              .formatted(spec, spec.byteSize(), segment.byteSize()));
    }
    return segment;
  }

  /// A tensor over the remaining bytes of a direct buffer, without a copy.
  ///
  /// @throws IllegalArgumentException if the buffer is not direct or its size does not fit
  public static Tensor wrap(TensorSpec spec, ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("Only a direct buffer can be wrapped without a copy");
    }
    return wrap(spec, MemorySegment.ofBuffer(buffer));
  }

  public static Tensor ofFloats(Shape shape, float... values) {
    return copyOf(DType.FLOAT32, shape, MemorySegment.ofArray(values));
  }

  public static Tensor ofDoubles(Shape shape, double... values) {
    return copyOf(DType.FLOAT64, shape, MemorySegment.ofArray(values));
  }

  public static Tensor ofInts(Shape shape, int... values) {
    return copyOf(DType.INT32, shape, MemorySegment.ofArray(values));
  }

  public static Tensor ofLongs(Shape shape, long... values) {
    return copyOf(DType.INT64, shape, MemorySegment.ofArray(values));
  }

  /// Elements of one byte: int8, uint8 or bool.
  public static Tensor ofBytes(DType dtype, Shape shape, byte... values) {
    return copyOf(dtype, shape, MemorySegment.ofArray(values));
  }

  public static Tensor ofBooleans(Shape shape, boolean... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return ofBytes(DType.BOOL, shape, bytes);
  }

  public static Tensor scalar(float value) {
    return ofFloats(Shape.scalar(), value);
  }

  public static Tensor scalar(int value) {
    return ofInts(Shape.scalar(), value);
  }

  public static Tensor scalar(long value) {
    return ofLongs(Shape.scalar(), value);
  }

  /// A rank-1 tensor of int64, the form in which shapes and axes are passed to ops.
  public static Tensor vector(long... values) {
    return ofLongs(Shape.of(values.length), values);
  }

  /// A tensor of the given element type, all elements set to one value, converted as by a cast.
  public static Tensor filled(TensorSpec spec, double value) {
    Tensor tensor = allocate(spec);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, value);
    }
    return tensor;
  }

  private static Tensor copyOf(DType dtype, Shape shape, MemorySegment source) {
    TensorSpec spec = new TensorSpec(dtype, shape);
    if (spec.byteSize() != source.byteSize()) {
      throw new IllegalArgumentException(
          "%s needs %d elements, found %d"
              .formatted(spec, shape.elementCount(), source.byteSize() / dtype.byteSize()));
    }
    Tensor tensor = allocate(spec);
    tensor.segment.copyFrom(source);
    return tensor;
  }

  public TensorSpec spec() {
    return spec;
  }

  public Shape shape() {
    return spec.shape();
  }

  public DType dtype() {
    return spec.dtype();
  }

  public long elementCount() {
    return spec.shape().elementCount();
  }

  public long byteSize() {
    return segment.byteSize();
  }

  /// The memory itself; nothing is copied.
  ///
  /// Only the call is checked for a view: its segment stays readable as long as anything refers to
  /// it, but what it holds is the tensor's data only as long as the view is valid. Who reads a
  /// segment while other threads may end its validity asks [#requireValid] afterwards.
  ///
  /// @throws IllegalStateException if this is a view whose data is gone
  public MemorySegment segment() {
    if (validity != null) {
      validity.check();
    }
    return segment;
  }

  /// Whether this looks at memory that gets other contents some day.
  public boolean isView() {
    return validity != null;
  }

  /// Returns if what was read before this call is the tensor's data: always, except for a view
  /// whose data is gone.
  ///
  /// @throws IllegalStateException if this is a view whose data is gone
  public void requireValid() {
    if (validity != null) {
      // What was read is read before the answer is.
      VarHandle.loadLoadFence();
      validity.check();
    }
  }

  /// The same data under another shape of equal element count.
  public Tensor reshaped(Shape shape) {
    TensorSpec changed = spec.withShape(shape);
    return new Tensor(changed, requireFitting(changed, segment), validity);
  }

  /// This data behind a segment that refuses writes.
  public Tensor asReadOnly() {
    return segment.isReadOnly() ? this : new Tensor(spec, segment.asReadOnly(), validity);
  }

  /// A copy in fresh memory.
  ///
  /// @throws IllegalStateException if this is a view whose data is gone
  public Tensor copy() {
    Tensor copy = allocate(spec);
    copyTo(copy.segment);
    return copy;
  }

  /// Copies the data to the beginning of other memory; allocates nothing.
  ///
  /// @throws IndexOutOfBoundsException if it does not fit
  /// @throws IllegalStateException if this is a view whose data is gone; what the memory holds then
  ///   is undefined
  public void copyTo(MemorySegment target) {
    MemorySegment.copy(segment(), 0, target, 0, segment.byteSize());
    requireValid();
  }

  /// The element at a flat index, as a double; bool gives 0 or 1. An int64 beyond 53 bits is
  /// rounded; of a complex number, the real part.
  public double getDouble(long index) {
    if (validity == null) {
      return readDouble(index);
    }
    validity.check();
    double value = readDouble(index);
    requireValid();
    return value;
  }

  private double readDouble(long index) {
    return switch (spec.dtype()) {
      case FLOAT32 -> segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 4);
      case FLOAT64 -> segment.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 8);
      case FLOAT16 ->
          Float.float16ToFloat(segment.get(ValueLayout.JAVA_SHORT_UNALIGNED, index * 2));
      case BFLOAT16 ->
          Float.intBitsToFloat(segment.get(ValueLayout.JAVA_SHORT_UNALIGNED, index * 2) << 16);
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL -> (double) readLong(index);
      case COMPLEX64 -> segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 8);
      case COMPLEX128 -> segment.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 16);
      case STRING -> throw noStrings();
    };
  }

  /// The element at a flat index, as a long; floating-point values are truncated toward zero.
  public long getLong(long index) {
    if (validity == null) {
      return readLong(index);
    }
    validity.check();
    long value = readLong(index);
    requireValid();
    return value;
  }

  private long readLong(long index) {
    return switch (spec.dtype()) {
      case INT8 -> segment.get(ValueLayout.JAVA_BYTE, index);
      case UINT8 -> segment.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
      case BOOL -> segment.get(ValueLayout.JAVA_BYTE, index) != 0 ? 1 : 0;
      case INT16 -> segment.get(ValueLayout.JAVA_SHORT_UNALIGNED, index * 2);
      case UINT16 -> segment.get(ValueLayout.JAVA_SHORT_UNALIGNED, index * 2) & 0xFFFF;
      case INT32 -> segment.get(ValueLayout.JAVA_INT_UNALIGNED, index * 4);
      case UINT32 -> segment.get(ValueLayout.JAVA_INT_UNALIGNED, index * 4) & 0xFFFF_FFFFL;
      case INT64 -> segment.get(ValueLayout.JAVA_LONG_UNALIGNED, index * 8);
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128, STRING ->
          (long) readDouble(index);
    };
  }

  /// The element at a flat index, as a float.
  public float getFloat(long index) {
    if (validity == null) {
      return readFloat(index);
    }
    validity.check();
    float value = readFloat(index);
    requireValid();
    return value;
  }

  private float readFloat(long index) {
    return spec.dtype() == DType.FLOAT32
        ? segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 4)
        : (float) readDouble(index);
  }

  /// Sets the element at a flat index, converted as by a cast: toward zero for integers, "is not
  /// zero" for bool; a complex number gets the imaginary part 0.
  public void setDouble(long index, double value) {
    requireValid();
    switch (spec.dtype()) {
      case FLOAT32 -> segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 4, (float) value);
      case FLOAT64 -> segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 8, value);
      case FLOAT16 ->
          segment.set(
              ValueLayout.JAVA_SHORT_UNALIGNED, index * 2, Float.floatToFloat16((float) value));
      case BFLOAT16 ->
          segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, index * 2, toBfloat16((float) value));
      case BOOL -> segment.set(ValueLayout.JAVA_BYTE, index, (byte) (value != 0 ? 1 : 0));
      case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> setLong(index, (long) value);
      case COMPLEX64 -> {
        segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 8, (float) value);
        segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 8 + 4, 0);
      }
      case COMPLEX128 -> {
        segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 16, value);
        segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 16 + 8, 0);
      }
      case STRING -> throw noStrings();
    }
  }

  /// Sets the element at a flat index from an integer; narrow types keep the low bits.
  public void setLong(long index, long value) {
    requireValid();
    switch (spec.dtype()) {
      case INT8, UINT8 -> segment.set(ValueLayout.JAVA_BYTE, index, (byte) value);
      case BOOL -> segment.set(ValueLayout.JAVA_BYTE, index, (byte) (value != 0 ? 1 : 0));
      case INT16, UINT16 -> segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, index * 2, (short) value);
      case INT32, UINT32 -> segment.set(ValueLayout.JAVA_INT_UNALIGNED, index * 4, (int) value);
      case INT64 -> segment.set(ValueLayout.JAVA_LONG_UNALIGNED, index * 8, value);
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128, STRING ->
          setDouble(index, (double) value);
    }
  }

  /// A copy of all elements as floats.
  ///
  /// @throws ArithmeticException if there are more than 2^31 - 1
  public float[] toFloatArray() {
    float[] values = new float[Math.toIntExact(elementCount())];
    if (spec.dtype() == DType.FLOAT32) {
      copyTo(MemorySegment.ofArray(values));
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = getFloat(i);
    }
    return values;
  }

  /// A copy of all elements as longs, floating-point values truncated toward zero.
  ///
  /// @throws ArithmeticException if there are more than 2^31 - 1
  public long[] toLongArray() {
    long[] values = new long[Math.toIntExact(elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = getLong(i);
    }
    return values;
  }

  private static IllegalStateException noStrings() {
    return new IllegalStateException("No tensor holds strings");
  }

  private static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    int roundToEven = 0x7FFF + ((bits >>> 16) & 1);
    return (short) ((bits + roundToEven) >>> 16);
  }

  /// Equal spec and equal bytes; NaN equals NaN of the same bits, and 0 differs from -0.
  ///
  /// @throws IllegalStateException if one of two different tensors is a view whose data is gone
  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Tensor tensor) || !spec.equals(tensor.spec)) {
      return false;
    }
    boolean equal = segment().mismatch(tensor.segment()) == -1;
    requireValid();
    tensor.requireValid();
    return equal;
  }

  /// Depends on the spec and on the first kilobyte only, so that hashing a graph does not read all
  /// of its weights.
  ///
  /// @throws IllegalStateException if this is a view whose data is gone
  @Override
  public int hashCode() {
    byte[] head =
        segment().asSlice(0, Math.min(1024, segment.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    requireValid();
    return 31 * spec.hashCode() + Arrays.hashCode(head);
  }

  /// The spec and, for up to eight elements, the values; of a view whose data is gone, the spec.
  @Override
  public String toString() {
    try {
      return elementCount() > 8 ? spec.toString() : spec + values();
    } catch (IllegalStateException gone) {
      return spec + " (its data is gone)";
    }
  }

  private String values() {
    StringBuilder text = new StringBuilder(" [");
    for (long i = 0; i < elementCount(); i++) {
      text.append(i == 0 ? "" : ", ");
      if (spec.dtype().isFloating()) {
        text.append((float) getDouble(i));
      } else {
        text.append(getLong(i));
      }
    }
    return text.append(']').toString();
  }
}
