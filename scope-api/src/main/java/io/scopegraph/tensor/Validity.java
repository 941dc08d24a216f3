package io.scopegraph.tensor;

/// Decides whether memory that a tensor looks at still holds the tensor's data, see [Tensor#view].
/// Asked at every access, by any thread: an answer must be cheap and allocate nothing.
@FunctionalInterface
public interface Validity {
  /// Returns as long as the data is there. Once it is gone, it is gone for good.
  ///
  /// @throws IllegalStateException if the data is gone, in words for the user
  void check();
}
