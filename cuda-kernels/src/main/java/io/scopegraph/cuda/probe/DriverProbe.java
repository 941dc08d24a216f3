package io.scopegraph.cuda.probe;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.natives.CudaLibrary;
import io.scopegraph.cuda.natives.LibraryLookup;
import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for the driver and for devices.
///
/// @param version the newest version of CUDA that the driver can run; 0.0 where there is none
record DriverProbe(
    CudaVersion version, ImmutableList<GraphicsCard> cards, ImmutableList<Finding> findings) {
  private static final String SUBJECT = "driver";
  private static final CudaVersion OLDEST = new CudaVersion(12, 0);
  private static final CudaVersion NONE = new CudaVersion(0, 0);
  private static final Path KERNEL_MODULE = Path.of("/proc/driver/nvidia/version");
  private static final Pattern MODULE_VERSION = Pattern.compile("Module.*?\\s(\\d+(?:\\.\\d+)+)");

  /// Looks for them. The driver is started in this process if it is there and new enough.
  static DriverProbe look() {
    return switch (CudaLibrary.DRIVER.open()) {
      case LibraryLookup.Found found -> look(new Driver(found.library()));
      case LibraryLookup.Refused refused -> failed(NONE, absent(refused), remedyOfAbsent(refused));
    };
  }

  private static DriverProbe look(Driver driver) {
    CudaVersion version = driver.version();
    String found =
        "%srun CUDA up to %s (%s)"
            .formatted(
                moduleVersion().isEmpty() ? "can " : moduleVersion() + ", can ",
                version,
                driver.file());
    if (version.compareTo(OLDEST) < 0) {
      return failed(
          version,
          "the driver is too old: needed CUDA %s, found one that %s".formatted(OLDEST, found),
          "install the NVIDIA driver 525.60 or newer");
    }
    int status = driver.start();
    if (status != 0) {
      return failed(
          version,
          "the driver does not start: " + driver.describe(status),
          DriverStatus.remedy(status, System.getenv("CUDA_VISIBLE_DEVICES")));
    }
    ImmutableList<GraphicsCard> cards = driver.cards();
    if (cards.isEmpty()) {
      return failed(
          version,
          "the driver lists no device",
          "see whether nvidia-smi lists one; start a container with --gpus all");
    }
    ImmutableList.Builder<Finding> findings = ImmutableList.builder();
    findings.add(new Finding(SUBJECT, Verdict.GOOD, found, ""));
    cards.forEach(card ->
        findings.add(new Finding("device " + card.index(), Verdict.GOOD, card.describe(), "")));
    return new DriverProbe(version, cards, findings.build());
  }

  private static DriverProbe failed(CudaVersion version, String reason, String remedy) {
    return new DriverProbe(
        version,
        ImmutableList.of(),
        ImmutableList.of(new Finding(SUBJECT, Verdict.MISSING, reason, remedy)));
  }

  private static String absent(LibraryLookup.Refused refused) {
    if (!refused.isMissing()) {
      return "%s does not load: %s".formatted(refused.file(), refused.reason());
    }
    return moduleVersion().isEmpty()
        ? "no NVIDIA driver: %s is missing".formatted(refused.file())
        : "the NVIDIA driver %s runs, but its library %s is missing here"
            .formatted(moduleVersion(), refused.file());
  }

  private static String remedyOfAbsent(LibraryLookup.Refused refused) {
    if (refused.isMissing() && !moduleVersion().isEmpty()) {
      return "start the container with --gpus all (needs the NVIDIA container toolkit), or install the library's package libcuda1";
    }
    return CudaLibrary.DRIVER.remedy();
  }

  /// The version of the driver in the system's kernel; empty where there is none.
  private static String moduleVersion() {
    try {
      Matcher matcher = MODULE_VERSION.matcher(Files.readString(KERNEL_MODULE));
      return matcher.find() ? matcher.group(1) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
