package io.scopegraph.cuda.natives;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// An open library, for the few calls that find out what it is.
public final class DynamicLibrary {
  private final DynamicLinker linker;
  private final MemorySegment handle;

  DynamicLibrary(DynamicLinker linker, MemorySegment handle) {
    this.linker = linker;
    this.handle = handle;
  }

  /// Whether the library has a function.
  public boolean has(String function) {
    return linker.symbol(handle, function).isPresent();
  }

  /// The file that the library was loaded from, found by one of its functions.
  public Optional<String> file(String function) {
    return linker.symbol(handle, function).flatMap(linker::origin);
  }

  /// Calls a function and returns the lower half of its integer result.
  ///
  /// @param arguments integers, and segments of memory for addresses
  /// @throws IllegalArgumentException if the library has no such function
  public int call(String function, Object... arguments) {
    return linker.call(
        linker
            .symbol(handle, function)
            .orElseThrow(() -> new IllegalArgumentException("no function " + function)),
        arguments);
  }

  /// The integer that a function writes to its last argument, an address; empty if the library has
  /// no such function, or it returns a status other than 0.
  ///
  /// @param arguments the arguments before the address
  public Optional<Integer> query(String function, Integer... arguments) {
    if (!has(function)) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
      Object[] all = new Object[arguments.length + 1];
      System.arraycopy(arguments, 0, all, 0, arguments.length);
      all[arguments.length] = answer;
      return call(function, all) == 0
          ? Optional.of(answer.get(ValueLayout.JAVA_INT, 0))
          : Optional.empty();
    }
  }

  /// The text behind a pointer that a function wrote into memory; empty for the null pointer.
  public static String text(MemorySegment pointer) {
    return DynamicLinker.text(pointer);
  }
}
