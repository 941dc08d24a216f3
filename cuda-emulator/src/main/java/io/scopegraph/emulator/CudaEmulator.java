package io.scopegraph.emulator;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CUDA's driver, cuBLAS, cuDNN and NVRTC in terms of the processor, for tests where there is no
/// GPU: libraries of the same names with the same calls, compiled from C++ when they are first
/// wanted, which takes g++ on Linux. Kernels run one thread after the other; nothing here is fast.
///
/// [#install] puts them where the CUDA backend looks for its libraries, for the life of the
/// process.
public final class CudaEmulator {
  /// The property of the CUDA backend that names a folder with CUDA's libraries.
  public static final String LIBRARIES = "scopegraph.cuda.libraries";

  /// The property that names a folder for the compiled libraries.
  public static final String FOLDER = "scopegraph.emulator.folder";

  /// The property with further options for the compiler, separated by spaces: those of a sanitizer.
  public static final String FLAGS = "scopegraph.emulator.flags";

  /// The property of the CUDA backend that names a folder for compiled kernels. Unless it is set,
  /// they are kept beside the libraries: those of another emulation or of a GPU would not do.
  private static final String CACHE = "scopegraph.cuda.cache";

  private static @Nullable CudaEmulator installed;

  private final Path folder;
  private final MethodHandle record;
  private final MethodHandle calls;
  private final MethodHandle fail;
  private final MethodHandle recover;
  private final MethodHandle setTotalBytes;
  private final MethodHandle usedBytes;
  private final MethodHandle pinnedBlocks;

  private CudaEmulator(Path folder) {
    this.folder = folder;
    this.record = function("emulator_record_calls", FunctionDescriptor.ofVoid(JAVA_INT));
    this.calls = function("emulator_calls", FunctionDescriptor.of(ADDRESS));
    this.fail = function("emulator_fail", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT));
    this.recover = function("emulator_recover", FunctionDescriptor.ofVoid());
    this.setTotalBytes = function("emulator_set_total_bytes", FunctionDescriptor.ofVoid(JAVA_LONG));
    this.usedBytes = function("emulator_used_bytes", FunctionDescriptor.of(JAVA_LONG));
    this.pinnedBlocks = function("emulator_pinned_blocks", FunctionDescriptor.of(JAVA_LONG));
  }

  @SuppressWarnings("restricted")
  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    SymbolLookup core =
        SymbolLookup.libraryLookup(folder.resolve(EmulatorBuild.CORE), Arena.global());
    return Linker.nativeLinker().downcallHandle(core.findOrThrow(name), descriptor);
  }

  /// Why there can be no emulation here, or null if there can.
  public static @Nullable String obstacle() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return "CUDA is emulated on Linux only";
    }
    return EmulatorBuild.isPossible()
        ? null
        : "CUDA is emulated where g++ is installed, found none";
  }

  /// Makes the CUDA backend use the emulation from now on.
  ///
  /// @throws IllegalStateException if there can be none, see [#obstacle]
  /// @throws java.io.UncheckedIOException if it cannot be compiled
  public static synchronized CudaEmulator install() {
    CudaEmulator emulator = installed;
    if (emulator == null) {
      String obstacle = obstacle();
      if (obstacle != null) {
        throw new IllegalStateException(obstacle);
      }
      emulator = new CudaEmulator(new EmulatorBuild(parent(), flags()).folder());
      System.setProperty(LIBRARIES, emulator.folder.toString());
      if (System.getProperty(CACHE) == null) {
        System.setProperty(CACHE, emulator.folder.resolve("kernels").toString());
      }
      installed = emulator;
    }
    return emulator;
  }

  private static Path parent() {
    String folder = System.getProperty(FOLDER);
    return folder == null
        ? Path.of(System.getProperty("user.home"), ".cache", "scopegraph", "emulator")
        : Path.of(folder);
  }

  private static List<String> flags() {
    return Arrays.stream(System.getProperty(FLAGS, "").split(" "))
        .filter(flag -> !flag.isEmpty())
        .toList();
  }

  /// Where the libraries are.
  public Path folder() {
    return folder;
  }

  /// Begins to record calls, or ends it; what was recorded before is forgotten.
  public void record(boolean on) {
    call(record, on ? 1 : 0);
  }

  /// The calls since recording began: the function's name and what matters of its arguments.
  @SuppressWarnings("restricted")
  public List<String> calls() {
    try {
      MemorySegment text = (MemorySegment) calls.invokeExact();
      return text.reinterpret(Long.MAX_VALUE).getString(0).lines().toList();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Lets a call fail once.
  ///
  /// @param function the call's name as it is recorded
  /// @param works how often it still works before
  /// @param status what it returns then
  public void fail(String function, int works, int status) {
    try (Arena arena = Arena.ofConfined()) {
      call(fail, arena.allocateFrom(function), works, status);
    }
  }

  /// Ends the consequences of failures, as a new process would, and gives back all memory that
  /// [#setTotalBytes] took away.
  public void recover() {
    call(recover);
  }

  /// Sets the memory of the device, 2 GiB otherwise.
  public void setTotalBytes(long bytes) {
    call(setTotalBytes, bytes);
  }

  /// The bytes that are allocated on the device.
  public long usedBytes() {
    return (long) call(usedBytes);
  }

  /// The number of blocks of the host's memory that are pinned.
  public long pinnedBlocks() {
    return (long) call(pinnedBlocks);
  }

  private static Object call(MethodHandle handle, Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
