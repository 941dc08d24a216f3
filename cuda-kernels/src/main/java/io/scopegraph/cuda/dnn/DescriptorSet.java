package io.scopegraph.cuda.dnn;

import java.util.ArrayList;
import java.util.List;

/// Descriptors that refer to each other, and live as long as the last of them is needed.
final class DescriptorSet implements AutoCloseable {
  private final List<BackendDescriptor> descriptors = new ArrayList<>();

  /// A new descriptor of the set.
  ///
  /// @param type a value of `cudnnBackendDescriptorType`
  BackendDescriptor create(int type) {
    BackendDescriptor descriptor = new BackendDescriptor(type);
    descriptors.add(descriptor);
    return descriptor;
  }

  /// Some of a type.
  List<BackendDescriptor> create(int type, int count) {
    List<BackendDescriptor> created = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      created.add(create(type));
    }
    return created;
  }

  @Override
  public void close() {
    descriptors.reversed().forEach(BackendDescriptor::close);
    descriptors.clear();
  }
}
