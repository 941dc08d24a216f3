package io.scopegraph.cuda.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.stream.Stream;

/// The system's dynamic linker. Unlike `System.load` it takes names without a folder and tells why
/// a library does not load. What it opens stays open until the process ends, so that later loads
/// find it by name.
///
/// Must not be touched before native access is known to be granted.
@SuppressWarnings("restricted")
final class DynamicLinker {
  private static final int LAZILY = 1;
  private static final long LONGEST_TEXT = 1 << 16;
  private static final AddressLayout TEXT =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(LONGEST_TEXT, ValueLayout.JAVA_BYTE));

  private final Linker linker = Linker.nativeLinker();
  private final MethodHandle open =
      function("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
  private final MethodHandle symbol =
      function("dlsym", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  private final MethodHandle origin =
      function("dladdr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private final MethodHandle error = function("dlerror", FunctionDescriptor.of(TEXT));

  /// Opens a library by its path, or by its name where the linker looks.
  LibraryLookup open(String file) {
    try (Arena arena = Arena.ofConfined()) {
      lastError();
      MemorySegment handle = (MemorySegment) open.invokeExact(arena.allocateFrom(file), LAZILY);
      return handle.address() == 0
          ? new LibraryLookup.Refused(file, lastError())
          : new LibraryLookup.Found(new DynamicLibrary(this, handle));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// The address of a function of an open library.
  Optional<MemorySegment> symbol(MemorySegment library, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = (MemorySegment) symbol.invokeExact(library, arena.allocateFrom(name));
      return address.address() == 0 ? Optional.empty() : Optional.of(address);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// The file that a function was loaded from.
  Optional<String> origin(MemorySegment function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment description = arena.allocate(4 * ADDRESS.byteSize());
      int known = (int) origin.invokeExact(function, description);
      return known == 0 ? Optional.empty() : Optional.of(text(description.get(TEXT, 0)));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Calls a function that takes integers and addresses, and returns an integer of which the lower
  /// half is wanted.
  int call(MemorySegment function, Object... arguments) {
    MemoryLayout[] layouts =
        Stream.of(arguments)
            .map(argument -> argument instanceof Integer ? JAVA_INT : ADDRESS)
            .toArray(MemoryLayout[]::new);
    MethodHandle handle = linker.downcallHandle(function, FunctionDescriptor.of(JAVA_INT, layouts));
    try {
      return (int) handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// The text at an address that was written into memory; empty at address 0.
  static String text(MemorySegment pointer) {
    return pointer.address() == 0 ? "" : pointer.reinterpret(LONGEST_TEXT).getString(0);
  }

  private String lastError() throws Throwable {
    return text((MemorySegment) error.invokeExact());
  }

  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  private static RuntimeException unexpected(Throwable error) {
    return switch (error) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(error);
    };
  }
}
