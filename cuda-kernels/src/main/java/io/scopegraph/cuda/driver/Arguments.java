package io.scopegraph.cuda.driver;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jcuda.NativePointerObject;
import jcuda.Pointer;

/// The arguments of a launch, in their order. Each is kept in a slot of one block outside of the
/// Java heap, so that launching copies nothing.
public final class Arguments {
  private static final int SLOT = 8;

  private final List<Long> slots = new ArrayList<>();

  /// The first slot of each argument.
  private final List<Integer> starts = new ArrayList<>();

  /// An address of the device.
  @CanIgnoreReturnValue
  public Arguments address(long address) {
    return int64(address);
  }

  @CanIgnoreReturnValue
  public Arguments int64(long value) {
    return struct(value);
  }

  @CanIgnoreReturnValue
  public Arguments int32(int value) {
    return struct(Integer.toUnsignedLong(value));
  }

  /// A 32-bit integer.
  ///
  /// @throws ArithmeticException if the value is larger
  @CanIgnoreReturnValue
  public Arguments int32(long value) {
    return int32(Math.toIntExact(value));
  }

  @CanIgnoreReturnValue
  public Arguments float32(float value) {
    return struct(Integer.toUnsignedLong(Float.floatToRawIntBits(value)));
  }

  @CanIgnoreReturnValue
  public Arguments float64(double value) {
    return struct(Double.doubleToRawLongBits(value));
  }

  /// A structure of 64-bit integers, or a single value of up to 64 bits.
  @CanIgnoreReturnValue
  public Arguments struct(long... values) {
    starts.add(slots.size());
    for (long value : values) {
      slots.add(value);
    }
    return this;
  }

  /// The array of pointers that a launch takes.
  Pointer pointer() {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(SLOT * slots.size()).order(ByteOrder.nativeOrder());
    for (int i = 0; i < slots.size(); i++) {
      buffer.putLong(SLOT * i, slots.get(i));
    }
    NativePointerObject[] pointers = new NativePointerObject[starts.size()];
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = Pointer.to(buffer).withByteOffset((long) SLOT * starts.get(i));
    }
    return Pointer.to(pointers);
  }
}
