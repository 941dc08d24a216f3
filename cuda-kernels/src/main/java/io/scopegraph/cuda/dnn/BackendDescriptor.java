package io.scopegraph.cuda.dnn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnBackendAttributeType;
import jcuda.jcudnn.cudnnBackendDescriptor;
import jcuda.jcudnn.cudnnHandle;

/// A descriptor of cuDNN's graph API: attributes, which are set and then made final. Names and
/// types are values of `cudnnBackendAttributeName` and `cudnnBackendAttributeType`.
final class BackendDescriptor extends cudnnBackendDescriptor implements AutoCloseable {
  /// @param type a value of `cudnnBackendDescriptorType`
  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN has none of that type
  BackendDescriptor(int type) {
    DnnStatus.check(
        "cudnnBackendCreateDescriptor", JCudnn.cudnnBackendCreateDescriptor(type, this));
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /// Sets an attribute whose elements have 8 bytes: numbers and addresses.
  BackendDescriptor longs(int name, int type, long... values) {
    ByteBuffer buffer = buffer(Math.max(1, values.length) * Long.BYTES);
    for (int i = 0; i < values.length; i++) {
      buffer.putLong(i * Long.BYTES, values[i]);
    }
    return set(name, type, values.length, Pointer.to(buffer));
  }

  BackendDescriptor numbers(int name, long... values) {
    return longs(name, cudnnBackendAttributeType.CUDNN_TYPE_INT64, values);
  }

  /// Sets an attribute that is one value of an enumeration.
  BackendDescriptor choice(int name, int type, int value) {
    return set(name, type, 1, Pointer.to(buffer(Integer.BYTES).putInt(0, value)));
  }

  BackendDescriptor truth(int name, boolean value) {
    ByteBuffer buffer = buffer(Long.BYTES).put(0, (byte) (value ? 1 : 0));
    return set(name, cudnnBackendAttributeType.CUDNN_TYPE_BOOLEAN, 1, Pointer.to(buffer));
  }

  BackendDescriptor factor(int name, float value) {
    ByteBuffer buffer = buffer(Float.BYTES).putFloat(0, value);
    return set(name, cudnnBackendAttributeType.CUDNN_TYPE_FLOAT, 1, Pointer.to(buffer));
  }

  BackendDescriptor parameter(int name, double value) {
    ByteBuffer buffer = buffer(Double.BYTES).putDouble(0, value);
    return set(name, cudnnBackendAttributeType.CUDNN_TYPE_DOUBLE, 1, Pointer.to(buffer));
  }

  BackendDescriptor handle(int name, cudnnHandle handle) {
    return set(name, cudnnBackendAttributeType.CUDNN_TYPE_HANDLE, 1, Pointer.to(handle));
  }

  BackendDescriptor descriptors(int name, List<BackendDescriptor> values) {
    return longs(
        name, cudnnBackendAttributeType.CUDNN_TYPE_BACKEND_DESCRIPTOR, addresses(values));
  }

  BackendDescriptor descriptor(int name, BackendDescriptor value) {
    return descriptors(name, List.of(value));
  }

  private BackendDescriptor set(int name, int type, long count, Pointer elements) {
    DnnStatus.check(
        "cudnnBackendSetAttribute",
        JCudnn.cudnnBackendSetAttribute(this, name, type, count, elements));
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
    ByteBuffer buffer = buffer(into.size() * Long.BYTES);
    buffer.asLongBuffer().put(addresses(into));
    return read(name, cudnnBackendAttributeType.CUDNN_TYPE_BACKEND_DESCRIPTOR, into.size(), buffer);
  }

  /// The values of an attribute that is a list of values of an enumeration.
  ///
  /// @param most how many there are at most
  int[] readChoices(int name, int type, int most) {
    ByteBuffer buffer = buffer(most * Integer.BYTES);
    int[] values = new int[read(name, type, most, buffer)];
    buffer.asIntBuffer().get(values);
    return values;
  }

  /// The value of an attribute that is a number.
  long readNumber(int name) {
    ByteBuffer buffer = buffer(Long.BYTES);
    int found = read(name, cudnnBackendAttributeType.CUDNN_TYPE_INT64, 1, buffer);
    return found == 0 ? 0 : buffer.getLong(0);
  }

  private int read(int name, int type, int most, ByteBuffer into) {
    long[] count = new long[1];
    DnnStatus.check(
        "cudnnBackendGetAttribute",
        JCudnn.cudnnBackendGetAttribute(this, name, type, most, count, Pointer.to(into)));
    return (int) Math.min(count[0], most);
  }

  @Override
  public void close() {
    JCudnn.cudnnBackendDestroyDescriptor(this);
  }
}
