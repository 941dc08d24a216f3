package io.scopegraph.cpu.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Scratch objects that are lent to whoever is at work, on whatever kind of thread. Lending
/// allocates only while more are lent at once than ever before.
///
/// @param <T> the objects
public final class Stock<T> {
  // What more threads than these give back is left to the garbage collector.
  private static final int PLACES = 64;

  private final Supplier<T> maker;
  private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);

  /// @param maker makes an object when none is left
  public Stock(Supplier<T> maker) {
    this.maker = maker;
  }

  /// An object that nobody else has.
  public T take() {
    for (int i = 0; i < PLACES; i++) {
      T found = places.get(i);
      if (found != null && places.compareAndSet(i, found, null)) {
        return found;
      }
    }
    return maker.get();
  }

  /// Puts an object back.
  public void give(T object) {
    for (int i = 0; i < PLACES; i++) {
      if (places.get(i) == null && places.compareAndSet(i, null, object)) {
        return;
      }
    }
  }
}
