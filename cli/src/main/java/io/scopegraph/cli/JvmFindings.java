package io.scopegraph.cli;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
import java.lang.management.ManagementFactory;

/// What every device depends on: the JVM, its flags, and what it may take of the machine.
final class JvmFindings {
  /// Weights and arenas lie beside the heap, so it must leave them room.
  private static final double LARGEST_SHARE = 0.8;

  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private JvmFindings() {}

  static ImmutableList<Finding> look() {
    return ImmutableList.of(
        good(
            "Java",
            "%s (%s), %s %s"
                .formatted(
                    Runtime.version(),
                    System.getProperty("java.vendor"),
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"))),
        flag(
            "native access",
            JvmFindings.class.getModule().isNativeAccessEnabled(),
            "granted",
            "not granted: GPUs cannot be used",
            NATIVE_ACCESS),
        flag(
            "vector module",
            ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent(),
            "loaded",
            "not loaded: the device cpu is slow",
            "--add-modules " + VECTOR_MODULE),
        good("processors", String.valueOf(Runtime.getRuntime().availableProcessors())),
        memory(Runtime.getRuntime().maxMemory(), machineBytes()));
  }

  /// @param heap the most bytes that the heap may take
  /// @param machine the bytes of the machine, or of the container if those are less
  static Finding memory(long heap, long machine) {
    String detail =
        "the heap may take %s of %s; weights and arenas lie beside it"
            .formatted(gibibytes(heap), gibibytes(machine));
    return heap > LARGEST_SHARE * machine
        ? new Finding("memory", Verdict.POOR, detail, "start the JVM with -XX:MaxRAMPercentage=50")
        : good("memory", detail);
  }

  private static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }

  private static Finding flag(
      String subject, boolean set, String detail, String otherwise, String flag) {
    return set
        ? good(subject, detail)
        : new Finding(subject, Verdict.POOR, otherwise, "start the JVM with " + flag);
  }

  private static Finding good(String subject, String detail) {
    return new Finding(subject, Verdict.GOOD, detail, "");
  }

  private static String gibibytes(long bytes) {
    return "%.1f GiB".formatted(bytes / 0x1p30);
  }
}
