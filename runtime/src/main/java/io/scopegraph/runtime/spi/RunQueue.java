package io.scopegraph.runtime.spi;

/// In what order a device does what it is asked to: programs that are prepared for one queue run
/// one after the other, those of different queues may overlap. A session has one for each of its
/// arenas.
public interface RunQueue extends AutoCloseable {
  /// For devices that run programs on the thread that asks for it.
  RunQueue CALLER = () -> {};

  /// Gives back what the device holds for the queue, after all that was prepared for it is closed.
  @Override
  void close();
}
