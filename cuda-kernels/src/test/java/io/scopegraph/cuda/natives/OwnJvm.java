package io.scopegraph.cuda.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A JVM of its own, because what is loaded into one stays loaded.
///
/// @param flags options of the JVM
/// @param environment variables that it sees besides the usual ones
/// @param front what stands before everything else on the class path
public record OwnJvm(List<String> flags, Map<String, String> environment, List<Path> front) {
  /// With native access and nothing else.
  public static OwnJvm usual() {
    return new OwnJvm(List.of(NativeAccess.FLAG), Map.of(), List.of());
  }

  public OwnJvm with(String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return new OwnJvm(all, environment, front);
  }

  public OwnJvm see(String variable, String value) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(variable, value);
    return new OwnJvm(flags, all, front);
  }

  OwnJvm first(Path entry) {
    return new OwnJvm(flags, environment, List.of(entry));
  }

  public Process start(Class<?> main, String... arguments) throws IOException {
    List<String> entries = new ArrayList<>(front.stream().map(Path::toString).toList());
    entries.add(System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, entries), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// Runs a program that must succeed, and returns what it printed.
  public String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    return output(start(main, arguments));
  }

  static String output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
