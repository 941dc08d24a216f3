package io.scopegraph.cuda.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.CudaBackend;
import io.scopegraph.cuda.natives.NativeAccess;
import io.scopegraph.cuda.natives.OwnJvm;
import io.scopegraph.cuda.natives.StubLibraries;
import io.scopegraph.runtime.spi.Backend.Availability;
import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of machines on which one thing or another is amiss.
class ProbeTest {
  @TempDir private Path folder;

  @Test
  void describesAMachineWhereNothingIsAmiss() throws IOException, InterruptedException {
    String output = onStubs(StubLibraries.complete(folder)).run(Asking.class);
    assertThat(output)
        .contains("usable: Stub 0, compute 9.0, 24.0 GiB")
        .contains("GOOD platform: Linux on x86-64")
        .contains("can run CUDA up to 12.4 (" + folder.resolve("libcuda.so.1") + ")")
        .contains("GOOD device 0: Stub 0, compute 9.0, 24.0 GiB")
        .contains("GOOD cuBLAS: 12.6.4 (" + folder.resolve("libcublas.so.12") + ")")
        .contains("GOOD cuDNN: 9.5.1 for CUDA 12 (" + folder.resolve("libcudnn.so.9") + ")")
        .contains("GOOD NVRTC: 12.6 (" + folder.resolve("libnvrtc.so.12") + ")")
        .contains("GOOD native halves: JCuda 12.6.0, in their jars, checksums match")
        .doesNotContain("MISSING", "POOR");
  }

  @Test
  void initialisesNoClassOfJcuda() throws IOException, InterruptedException {
    String output =
        onStubs(StubLibraries.complete(folder)).with("-Xlog:class+load").run(Asking.class);
    assertThat(output).contains("usable: Stub 0").doesNotContain(" jcuda.");
  }

  @Test
  void saysThatThereIsNoDriver() throws IOException, InterruptedException {
    if (Files.exists(Path.of("/proc/driver/nvidia/version"))
        || new CudaBackend().check().usable()) {
      System.out.println("Skipped: what is said without a driver, because this machine has one");
      Assumptions.abort();
    }
    String output = OwnJvm.usual().run(Asking.class);
    assertThat(output)
        .contains("unusable: no NVIDIA driver: libcuda.so.1 is missing; install the NVIDIA driver");
  }

  @Test
  void saysThatTheDriverIsTooOld() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    stubs.driver(Map.of("DRIVER_VERSION", 11040));
    assertThat(onStubs(stubs).run(Asking.class))
        .contains("unusable: the driver is too old: needed CUDA 12.0, found")
        .contains("CUDA up to 11.4", "install the NVIDIA driver 525.60 or newer");
  }

  @Test
  void saysWhyTheDriverDoesNotStart() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    stubs.driver(Map.of("INIT_STATUS", 803));
    assertThat(onStubs(stubs).run(Asking.class))
        .contains("unusable: the driver does not start: STUB_ERROR (803), a stub's words; ")
        .contains("differ in version");
  }

  @Test
  void saysThatDevicesAreHidden() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    stubs.driver(Map.of("INIT_STATUS", 100));
    assertThat(onStubs(stubs).see("CUDA_VISIBLE_DEVICES", "7").run(Asking.class))
        .contains("CUDA_VISIBLE_DEVICES is \"7\": unset it");
  }

  @Test
  void saysThatThereIsNoDevice() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    stubs.driver(Map.of("DEVICES", 0));
    assertThat(onStubs(stubs).run(Asking.class)).contains("unusable: the driver lists no device");
  }

  @Test
  void listsAllDevices() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    stubs.driver(Map.of("DEVICES", 2));
    assertThat(onStubs(stubs).run(Asking.class)).contains("GOOD device 1: Stub 1, compute 9.0");
  }

  @Test
  void saysWhichLibraryIsMissingAndGoesOnLooking() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    Files.delete(folder.resolve("libcudnn.so.9"));
    String output = onStubs(stubs).run(Asking.class);
    if (output.contains("GOOD cuDNN")) {
      System.out.println("Skipped: a missing cuDNN, because this machine has one");
      Assumptions.abort();
    }
    assertThat(output)
        .contains("unusable: libcudnn.so.9 is missing; install libcudnn9-cuda-12")
        .contains("MISSING cuDNN", "GOOD NVRTC", "GOOD native halves");
  }

  @Test
  void givesTheLinkersWordsForALibraryThatDoesNotLoad() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    Files.writeString(folder.resolve("libcublas.so.12"), "not a library");
    assertThat(onStubs(stubs).run(Asking.class))
        .contains("libcublas.so.12 does not load: ", "file too short");
  }

  @Test
  void saysThatCudnnIsOfAnotherGeneration() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    stubs.cudnn(Map.of("CUDNN_VERSION", 8907));
    assertThat(onStubs(stubs).run(Asking.class))
        .contains("cuDNN is of the wrong version: needed 9, the library says 8907");
    stubs.cudnn(Map.of("CUDART_VERSION", 13000));
    assertThat(onStubs(stubs).run(Asking.class))
        .contains("cuDNN needs a driver for CUDA 13, found one for CUDA 12.4");
  }

  @Test
  void saysThatTheCompilerDoesNotKnowTheDevice() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder);
    stubs.driver(Map.of("COMPUTE", 120));
    assertThat(onStubs(stubs).run(Asking.class))
        .contains("usable: Stub 0, compute 12.0")
        .contains("POOR NVRTC", "ends at compute 9.0; device 0 has 12.0");
    stubs.driver(Map.of("COMPUTE", 37));
    assertThat(onStubs(stubs).run(Asking.class))
        .contains("unusable: ", "from compute 5.0 on; device 0 has 3.7");
  }

  @Test
  void namesTheFlagThatGrantsNativeAccess() throws IOException, InterruptedException {
    OwnJvm jvm = new OwnJvm(List.of("--illegal-native-access=deny"), Map.of(), List.of());
    assertThat(jvm.run(Asking.class))
        .contains("unusable: the JVM does not grant native access; start it with ")
        .contains(NativeAccess.FLAG);
  }

  @Test
  void refusesAFolderOfLibrariesThatIsNone() throws IOException, InterruptedException {
    Path none = folder.resolve("none");
    assertThat(OwnJvm.usual().with("-D" + Probe.LIBRARIES + "=" + none).run(Asking.class))
        .contains("unusable: ", none + ", which is not a folder");
  }

  @Test
  void refusesOtherPlatforms() {
    assertThat(Probe.platform("Mac OS X", "aarch64"))
        .isEqualTo(
            new Finding(
                "platform",
                Verdict.MISSING,
                "needed Linux on x86-64, found Mac OS X on aarch64",
                "use the device cpu"));
    assertThat(Probe.platform("Linux", "amd64").verdict()).isEqualTo(Verdict.GOOD);
  }

  @Test
  void theFirstThingMissingIsTheReason() {
    Finding good = new Finding("a", Verdict.GOOD, "there", "");
    Finding first = new Finding("b", Verdict.MISSING, "b is missing", "get b");
    Finding second = new Finding("c", Verdict.MISSING, "c is missing", "get c");
    assertThat(Probe.availability(ImmutableList.of(good, first, second)))
        .isEqualTo(Availability.unusable("b is missing", "get b"));
  }

  private static OwnJvm onStubs(StubLibraries stubs) {
    return OwnJvm.usual().with("-D" + Probe.LIBRARIES + "=" + stubs.folder());
  }

  /// Asks the backend for everything and prints it.
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) {
      CudaBackend backend = new CudaBackend();
      Availability availability = backend.check();
      System.out.printf(
          "%s: %s; %s%n",
          availability.usable() ? "usable" : "unusable",
          availability.detail(),
          availability.remedy());
      for (Finding finding : backend.findings()) {
        System.out.printf(
            "%s %s: %s; %s%n",
            finding.verdict(), finding.subject(), finding.detail(), finding.remedy());
      }
    }
  }
}
