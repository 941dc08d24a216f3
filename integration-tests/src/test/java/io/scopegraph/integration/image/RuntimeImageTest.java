package io.scopegraph.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.integration.image.SourceTree.Outcome;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the images hold is made by the same script as in the Dockerfile, and started.
class RuntimeImageTest {
  private static final long MOST_BYTES = 180L << 20;

  @TempDir private static Path folder;

  private static Path parts;
  private static Path home;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    Path classPath = SourceTree.file("cli/" + SourceTree.output() + "/class-path");
    if (!Files.exists(classPath)) {
      System.out.println(
          "Skipped: the image, because the command line is not packaged; run the phase verify");
      Assumptions.abort();
    }
    parts = folder.resolve("parts");
    Outcome outcome =
        SourceTree.run(
            Map.of(
                "CLI_OUTPUT", SourceTree.output(),
                "JAVA_HOME", System.getProperty("java.home")),
            List.of(SourceTree.file("docker/build-runtime.sh").toString(), parts.toString()));
    assertThat(outcome.code()).as(outcome.output()).isZero();
    System.out.println("Images without their base:\n" + outcome.output().stripTrailing());
    home = Files.createDirectories(folder.resolve("scopegraph"));
    for (String part : List.of("java", "base", "cuda")) {
      List<String> copy = List.of("cp", "-al", parts.resolve(part) + "/.", home.toString());
      assertThat(SourceTree.run(Map.of(), copy).code()).isZero();
    }
  }

  @Test
  void isSmall() throws IOException {
    assertThat(bytes(parts)).isLessThan(MOST_BYTES);
  }

  @Test
  void theDoctorFindsAllThatIsNotTheMachines() throws IOException, InterruptedException {
    Outcome outcome = scopegraph("doctor", "--device", "cpu");
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output().lines())
        .anyMatch(line -> line.matches("ok +jvm +native access +granted"))
        .anyMatch(line -> line.matches("ok +cpu +kernels +.*vector, \\d+ bits"))
        .anyMatch(line -> line.matches("ok +cuda +native halves +.* in " + home.resolve("native")));
  }

  @Test
  void theDoctorTellsAnInitContainerWhetherThereIsAGpu() throws IOException, InterruptedException {
    Outcome outcome = scopegraph("doctor", "--device", "cuda");
    assertThat(outcome.code()).as(outcome.output()).isIn(0, 7);
  }

  @Test
  void runsWithoutAnyFolderThatCanBeWritten() throws IOException, InterruptedException {
    Outcome outcome =
        SourceTree.run(
            Map.of(
                "HOME",
                "/proc",
                "SCOPEGRAPH_JAVA_OPTIONS",
                "-Djava.io.tmpdir=/proc -Duser.home=/proc"),
            List.of(program(), "example", "siamese"));
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("cat.jpg and cat.jpg: distance 0.0000");
  }

  @Test
  void runsWhereEveryFileSystemIsReadOnly() throws IOException, InterruptedException {
    String script =
        """
        mount --make-rprivate / && mount --bind / /mnt && mount -o remount,ro,bind /mnt &&
        mount --bind /proc /mnt/proc && mount --bind /dev /mnt/dev || { echo no mounts; exit 0; }
        if touch /mnt/tmp/written; then exit 99; fi
        chroot /mnt "$0" "$@"
        """;
    Outcome outcome;
    try {
      outcome =
          SourceTree.run(
              Map.of(),
              List.of("unshare", "--mount", "sh", "-c", script, program(), "example", "siamese"));
    } catch (IOException e) {
      outcome = new Outcome(0, "no mounts: " + e.getMessage());
    }
    if (outcome.output().contains("no mounts") || outcome.output().contains("unshare failed")) {
      System.out.println("Skipped: a read-only file system, " + outcome.output().strip());
      Assumptions.abort();
    }
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("cat.jpg and cat.jpg: distance 0.0000");
  }

  @Test
  void withoutTheCudaPartOnlyTheCpuIsLeft() throws IOException, InterruptedException {
    Path slim = Files.createDirectories(folder.resolve("slim"));
    for (String part : List.of("java", "base")) {
      SourceTree.run(Map.of(), List.of("cp", "-al", parts.resolve(part) + "/.", slim.toString()));
    }
    Outcome outcome =
        SourceTree.run(Map.of(), List.of(slim.resolve("bin/scopegraph").toString(), "doctor"));
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).doesNotContain("cuda").contains("usable: cpu");
  }

  @Test
  void theJavaHasTheModulesThatTheJarsNeed() throws IOException, InterruptedException {
    Outcome modules =
        SourceTree.run(
            Map.of(), List.of(home.resolve("java/bin/java").toString(), "--list-modules"));
    List<String> present =
        modules.output().lines().map(line -> line.replaceFirst("@.*", "")).toList();
    assertThat(present).containsAll(needed());
    assertThat(present).doesNotContain("jdk.compiler", "jdk.jshell", "jdk.httpserver", "java.rmi");
  }

  /// The modules that the jars refer to. Jackson knows the types of SQL, and does without them.
  private static List<String> needed() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--multi-release", "25", "--ignore-missing-deps", "--print-module-deps", "-cp"));
    List<String> jars;
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      jars = files.map(Path::toString).sorted().toList();
    }
    arguments.add(String.join(File.pathSeparator, jars));
    arguments.addAll(jars);
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    int code =
        jdeps.run(
            new PrintWriter(output), new PrintWriter(errors), arguments.toArray(String[]::new));
    assertThat(code).as(output.toString() + errors).isZero();
    List<String> needed =
        new ArrayList<>(List.of(output.toString().lines().toList().getLast().split(",")));
    assertThat(needed).contains("java.base", "jdk.incubator.vector");
    needed.remove("java.sql");
    return needed;
  }

  private static Outcome scopegraph(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(List.of(arguments));
    return SourceTree.run(Map.of(), command);
  }

  private static String program() {
    return home.resolve("bin/scopegraph").toString();
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
