package io.scopegraph.cuda.probe;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.natives.CudaLibrary;
import io.scopegraph.cuda.natives.NativeAccess;
import io.scopegraph.cuda.natives.Natives;
import io.scopegraph.runtime.spi.Backend.Availability;
import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
import io.scopegraph.runtime.spi.DeviceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks for what CUDA needs, in an order in which nothing is spoilt by being touched too early. No
/// class of JCuda is initialised, and none is loaded unless a GPU is there or everything is asked
/// for.
///
/// That CUDA can be used is remembered for the life of the process; that it cannot, as long as its
/// libraries are looked for in the same folder.
public final class Probe {
  /// The property that names a folder with CUDA's libraries, which then come before those of the
  /// system.
  public static final String LIBRARIES = CudaLibrary.FOLDER;

  private static @Nullable Answer answer;

  private Probe() {}

  /// What was found, with the libraries of a folder.
  private record Answer(String folder, Availability availability) {}

  /// Whether CUDA can be used here; if not, the first thing that is missing. Never fails.
  public static synchronized Availability check() {
    String folder = System.getProperty(LIBRARIES, "");
    Answer known = answer;
    if (known == null || !(known.availability().usable() || known.folder().equals(folder))) {
      known = new Answer(folder, availability(look(true)));
      answer = known;
    }
    return known.availability();
  }

  /// Everything that CUDA needs, and what there is of it. Never fails.
  public static ImmutableList<Finding> findings() {
    return look(false);
  }

  static Availability availability(List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.verdict() == Verdict.MISSING) {
        return Availability.unusable(finding.detail(), finding.remedy());
      }
    }
    return Availability.usable(
        findings.stream()
            .filter(finding -> finding.subject().startsWith("device "))
            .map(Finding::detail)
            .collect(Collectors.joining("; ")));
  }

  /// @param soon whether to stop at the first thing that is missing
  private static ImmutableList<Finding> look(boolean soon) {
    List<Finding> findings = new ArrayList<>();
    try {
      look(findings, soon);
    } catch (RuntimeException | LinkageError e) {
      findings.add(
          new Finding(
              "probe",
              Verdict.MISSING,
              "looking for CUDA failed: " + e,
              "report this with the output of the doctor command"));
    }
    return ImmutableList.copyOf(findings);
  }

  private static void look(List<Finding> findings, boolean soon) {
    findings.add(platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    findings.add(nativeAccess());
    addFolder(findings);
    if (isUnusable(findings)) {
      return;
    }
    DriverProbe driver = DriverProbe.look();
    findings.addAll(driver.findings());
    LibraryProbe libraries = new LibraryProbe(driver);
    for (Look look :
        List.<Look>of(libraries::cublas, libraries::cudnn, libraries::nvrtc, Probe::natives)) {
      if (soon && isUnusable(findings)) {
        return;
      }
      findings.add(look.look());
    }
  }

  private interface Look {
    Finding look();
  }

  private static boolean isUnusable(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.MISSING);
  }

  static Finding platform(String system, String architecture) {
    boolean right = system.equals("Linux") && architecture.equals("amd64");
    return new Finding(
        "platform",
        right ? Verdict.GOOD : Verdict.MISSING,
        right
            ? "Linux on x86-64"
            : "needed Linux on x86-64, found %s on %s".formatted(system, architecture),
        right ? "" : "use the device cpu");
  }

  private static Finding nativeAccess() {
    return NativeAccess.isGranted()
        ? new Finding("native access", Verdict.GOOD, "granted", "")
        : new Finding(
            "native access",
            Verdict.MISSING,
            "the JVM does not grant native access",
            "start it with " + NativeAccess.FLAG);
  }

  private static void addFolder(List<Finding> findings) {
    String folder = System.getProperty(LIBRARIES);
    if (folder != null && !Files.isDirectory(Path.of(folder))) {
      findings.add(
          new Finding(
              "libraries",
              Verdict.MISSING,
              "-D%s names %s, which is not a folder".formatted(LIBRARIES, folder),
              "name the folder that holds libcudnn.so.9 and the others, or drop the property"));
    }
  }

  private static Finding natives() {
    try {
      return new Finding("native halves", Verdict.GOOD, Natives.describe(), "");
    } catch (DeviceException e) {
      return new Finding(
          "native halves",
          Verdict.MISSING,
          String.valueOf(e.getMessage()),
          "put the jar of that name beside the others, unchanged");
    }
  }
}
