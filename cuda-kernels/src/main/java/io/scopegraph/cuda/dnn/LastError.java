package io.scopegraph.cuda.dnn;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// cuDNN's own words about the last failure on this thread, for which the bindings have no call.
final class LastError {
  private static final String LIBRARY = "libcudnn.so.9";
  private static final String FUNCTION = "cudnnGetLastErrorString";
  private static final long MOST = 2048;

  private LastError() {}

  /// The words, which are empty if the library has none. Never fails.
  @SuppressWarnings("restricted")
  static String text() {
    try (Arena arena = Arena.ofConfined()) {
      Optional<MemorySegment> function = SymbolLookup.libraryLookup(LIBRARY, arena).find(FUNCTION);
      if (function.isEmpty()) {
        return "";
      }
      MemorySegment text = arena.allocate(MOST);
      var call =
          Linker.nativeLinker()
              .downcallHandle(
                  function.get(),
                  FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
      call.invoke(text, MOST);
      return text.getString(0).strip();
    } catch (Throwable _) {
      // Without the words the status still says what happened.
      return "";
    }
  }
}
