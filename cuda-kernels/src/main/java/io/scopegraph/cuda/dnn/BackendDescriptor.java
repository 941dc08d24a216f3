package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnBackendAttributeType;
import jcuda.jcudnn.cudnnBackendDescriptor;

/// A descriptor of cuDNN's graph API: attributes, which are set and then made final. Names and
/// types are values of `cudnnBackendAttributeName` and `cudnnBackendAttributeType`.
final class BackendDescriptor extends cudnnBackendDescriptor implements AutoCloseable {
  /// @param type a value of `cudnnBackendDescriptorType`
  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN has none of that type
  BackendDescriptor(int type) {
    DnnStatus.check(
        "cudnnBackendCreateDescriptor", JCudnn.cudnnBackendCreateDescriptor(type, this));
  }

  /// Sets an attribute whose elements have 8 bytes: numbers and addresses.
  BackendDescriptor longs(int name, int type, long... values) {
    try (Arena arena = Arena.ofConfined()) {
      return set(name, type, values.length, arena.allocateFrom(ValueLayout.JAVA_LONG, values));
    }
  }

  BackendDescriptor numbers(int name, long... values) {
    return longs(name, cudnnBackendAttributeType.CUDNN_TYPE_INT64, values);
  }

  /// Sets an attribute that is one value of an enumeration.
  BackendDescriptor choice(int name, int type, int value) {
    try (Arena arena = Arena.ofConfined()) {
      return set(name, type, 1, arena.allocateFrom(ValueLayout.JAVA_INT, value));
    }
  }

  BackendDescriptor truth(int name, boolean value) {
    try (Arena arena = Arena.ofConfined()) {
      return set(
          name,
          cudnnBackendAttributeType.CUDNN_TYPE_BOOLEAN,
          1,
          arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) (value ? 1 : 0)));
    }
  }

  BackendDescriptor factor(int name, float value) {
    try (Arena arena = Arena.ofConfined()) {
      return set(
          name,
          cudnnBackendAttributeType.CUDNN_TYPE_FLOAT,
          1,
          arena.allocateFrom(ValueLayout.JAVA_FLOAT, value));
    }
  }

  BackendDescriptor parameter(int name, double value) {
    try (Arena arena = Arena.ofConfined()) {
      return set(
          name,
          cudnnBackendAttributeType.CUDNN_TYPE_DOUBLE,
          1,
          arena.allocateFrom(ValueLayout.JAVA_DOUBLE, value));
    }
  }

  BackendDescriptor handle(int name, NativeHandle handle) {
    return longs(name, cudnnBackendAttributeType.CUDNN_TYPE_HANDLE, handle.address());
  }

  BackendDescriptor descriptors(int name, List<BackendDescriptor> values) {
    return longs(name, cudnnBackendAttributeType.CUDNN_TYPE_BACKEND_DESCRIPTOR, addresses(values));
  }

  BackendDescriptor descriptor(int name, BackendDescriptor value) {
    return descriptors(name, List.of(value));
  }

  private BackendDescriptor set(int name, int type, long count, MemorySegment elements) {
    DnnStatus.check(
        "cudnnBackendSetAttribute",
        JCudnn.cudnnBackendSetAttribute(this, name, type, count, Address.of(elements.address())));
    return this;
  }

  /// Makes it final.
  ///
  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN does not take the attributes together
  BackendDescriptor complete() {
    DnnStatus.check("cudnnBackendFinalize", JCudnn.cudnnBackendFinalize(this));
    return this;
  }

  private static long[] addresses(List<BackendDescriptor> values) {
    return values.stream().mapToLong(BackendDescriptor::getNativePointer).toArray();
  }

  /// Lets an attribute be written into descriptors that were made for that.
  ///
  /// @return how many of them were written
  int readDescriptors(int name, List<BackendDescriptor> into) {
    try (Arena arena = Arena.ofConfined()) {
      return read(
          name,
          cudnnBackendAttributeType.CUDNN_TYPE_BACKEND_DESCRIPTOR,
          into.size(),
          arena.allocateFrom(ValueLayout.JAVA_LONG, addresses(into)));
    }
  }

  /// The values of an attribute that is a list of values of an enumeration.
  ///
  /// @param most how many there are at most
  int[] readChoices(int name, int type, int most) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(ValueLayout.JAVA_INT, most);
      int count = read(name, type, most, found);
      return found.asSlice(0, (long) count * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
    }
  }

  /// The value of an attribute that is a number.
  long readNumber(int name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(ValueLayout.JAVA_LONG);
      read(name, cudnnBackendAttributeType.CUDNN_TYPE_INT64, 1, found);
      return found.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  private int read(int name, int type, int most, MemorySegment into) {
    long[] count = new long[1];
    DnnStatus.check(
        "cudnnBackendGetAttribute",
        JCudnn.cudnnBackendGetAttribute(this, name, type, most, count, Address.of(into.address())));
    return (int) Math.min(count[0], most);
  }

  @Override
  public void close() {
    JCudnn.cudnnBackendDestroyDescriptor(this);
  }
}
