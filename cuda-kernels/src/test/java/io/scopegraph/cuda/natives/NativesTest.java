package io.scopegraph.cuda.natives;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import io.scopegraph.runtime.spi.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import jcuda.driver.JCudaDriver;
import jcuda.jcudnn.JCudnn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {
  private static final String PLANTED = "PLANTED LIBRARY RUNS";

  @TempDir private Path folder;

  @Test
  void checksumsAreThoseOfTheJars() throws IOException {
    TreeMap<String, String> found = new TreeMap<>();
    for (JcudaNative library : JcudaNative.values()) {
      byte[] bytes = library.inJar().orElseThrow();
      found.put(library.file(), Hashing.sha256().hashBytes(bytes).toString());
    }
    assertThat(found).isEqualTo(NativeChecksums.expected());
    assertThat(JcudaNative.VERSION).isEqualTo(JCudaVersion.get());
  }

  @Test
  void loadsFromTheJarsAndLeavesNothingBehind() throws IOException, InterruptedException {
    assertThat(onStubs().run(Loading.class)).contains("loaded, cuDNN 90501", "tmpdir is restored");
    assertThat(temporary()).isEmptyDirectory();
  }

  @Test
  void doesNotLoadAFileOfTheNameThatJcudaWouldLoad() throws IOException, InterruptedException {
    OwnJvm jvm = onStubs();
    for (JcudaNative library : JcudaNative.values()) {
      StubLibraries.plant(temporary().resolve(library.file()));
    }
    assertThat(jvm.run(Loading.class)).contains("loaded, cuDNN 90501").doesNotContain(PLANTED);
    assertThat(jvm.run(Unprotected.class)).contains(PLANTED);
  }

  @Test
  void severalJvmsLoadAtOnce() throws IOException, InterruptedException {
    OwnJvm jvm = onStubs();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(jvm.start(Loading.class));
    }
    for (Process process : processes) {
      assertThat(OwnJvm.output(process)).contains("loaded, cuDNN 90501");
    }
    assertThat(temporary()).isEmptyDirectory();
  }

  @Test
  void saysThatTheTemporaryFolderCannotBeWritten() throws IOException, InterruptedException {
    String output = onStubs().with("-Djava.io.tmpdir=/proc").run(Loading.class);
    assertThat(output)
        .contains("cannot be unpacked", "/proc", "-Djava.io.tmpdir", "-Djava.library.path")
        .contains("no class is lost");
  }

  @Test
  void takesUnpackedFilesAndNeedsNoTemporaryFolderThen() throws IOException, InterruptedException {
    Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
    for (JcudaNative library : JcudaNative.values()) {
      Files.write(unpacked.resolve(library.file()), library.inJar().orElseThrow());
    }
    String output =
        onStubs()
            .with("-Djava.io.tmpdir=/proc", "-Djava.library.path=" + unpacked)
            .run(Loading.class);
    assertThat(output).contains("loaded, cuDNN 90501", "in " + unpacked);
  }

  @Test
  void saysThatAJarIsChanged() throws IOException, InterruptedException {
    Path changed = folder.resolve("changed");
    byte[] bytes = JcudaNative.CUDNN.inJar().orElseThrow();
    bytes[bytes.length / 2] ^= 1;
    Files.createDirectories(changed.resolve("lib"));
    Files.write(changed.resolve("lib").resolve(JcudaNative.CUDNN.file()), bytes);
    assertThat(onStubs().first(changed).run(Loading.class))
        .contains("libJCudnn-12.6.0-linux-x86_64.so is not the file", "expected SHA-256 340a06")
        .contains("no class is lost");
  }

  @Test
  void namesTheLibraryOfCudaThatDoesNotLoad() throws IOException, InterruptedException {
    OwnJvm jvm = onStubs();
    Files.writeString(folder.resolve("cuda").resolve("libcudnn.so.9"), "not a library");
    assertThat(jvm.run(Loading.class))
        .contains("libcudnn.so.9 does not load", "file too short", "libcudnn9-cuda-12")
        .contains("no class is lost");
  }

  @Test
  void namesTheFlagThatGrantsNativeAccess() throws IOException, InterruptedException {
    OwnJvm jvm = onStubs();
    List<String> flags = new ArrayList<>(jvm.flags());
    flags.remove(NativeAccess.FLAG);
    for (String mode : List.of("allow", "warn", "deny")) {
      List<String> denied = new ArrayList<>(flags);
      denied.add("--illegal-native-access=" + mode);
      assertThat(new OwnJvm(denied, jvm.environment(), jvm.front()).run(Loading.class))
          .contains("start the JVM with " + NativeAccess.FLAG)
          .doesNotContain("called by io.scopegraph");
    }
  }

  private OwnJvm onStubs() throws IOException, InterruptedException {
    StubLibraries stubs = StubLibraries.complete(folder.resolve("cuda"));
    return OwnJvm.usual()
        .with(
            "-D" + CudaLibrary.FOLDER + "=" + stubs.folder(),
            "-Djava.io.tmpdir=" + Files.createDirectories(temporary()));
  }

  private Path temporary() {
    return folder.resolve("tmp");
  }

  /// Loads, and calls a library through JCuda.
  static final class Loading {
    private Loading() {}

    public static void main(String[] arguments) {
      String usual = System.getProperty("java.io.tmpdir");
      try {
        Natives.load();
      } catch (DeviceException e) {
        System.out.println(e.getMessage());
        System.out.println(isJcudaUntouched() ? "no class is lost" : "JCuda was touched");
        return;
      }
      System.out.println("loaded, cuDNN " + JCudnn.cudnnGetVersion());
      System.out.println(Natives.describe());
      if (System.getProperty("java.io.tmpdir").equals(usual)) {
        System.out.println("tmpdir is restored");
      }
    }

    /// A class whose initialiser failed throws another error the second time.
    private static boolean isJcudaUntouched() {
      try {
        JCudnn.cudnnGetVersion();
        return true;
      } catch (UnsatisfiedLinkError e) {
        return true;
      } catch (NoClassDefFoundError e) {
        return false;
      }
    }
  }

  /// What happens without [Natives]: JCuda looks for itself.
  static final class Unprotected {
    private Unprotected() {}

    public static void main(String[] arguments) {
      try (Stream<CudaLibrary> libraries = Stream.of(CudaLibrary.values())) {
        libraries.forEach(CudaLibrary::open);
      }
      try {
        JCudaDriver.setExceptionsEnabled(false);
      } catch (UnsatisfiedLinkError e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
