package io.scopegraph.cuda.driver;

/// Something that is put on a stream in each run: prepared calls with their memory.
public interface Work extends AutoCloseable {
  /// Nothing at all.
  Work NOTHING = () -> {};

  /// Puts it on its stream. Allocates nothing, waits for nothing, and uses no memory of the Java
  /// heap, so that it can be captured.
  ///
  /// @throws CudaException if a call fails
  void enqueue();

  /// This and then another.
  default Work then(Work next) {
    return new Sequence(this, next);
  }

  /// Gives back what was prepared.
  @Override
  default void close() {}

  /// One after the other.
  record Sequence(Work first, Work second) implements Work {
    @Override
    public void enqueue() {
      first.enqueue();
      second.enqueue();
    }

    @Override
    public void close() {
      try {
        first.close();
      } finally {
        second.close();
      }
    }
  }
}
