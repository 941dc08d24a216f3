package io.scopegraph.benchmarks.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scopegraph.benchmarks.engine.EngineException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a program of this package in a fresh JVM with the options and the class path of this one.
/// The program prints one line of JSON, the last one of its output.
public final class ChildJvm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ChildJvm() {}

  /// What the program found.
  ///
  /// @throws EngineException if it fails
  public static JsonNode run(Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(program.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new EngineException(
            "%s %s ended with exit code %d".formatted(program.getSimpleName(), arguments, code));
      }
      return JSON.readTree(output.strip().lines().reduce("", (_, line) -> line));
    } catch (IOException e) {
      throw new EngineException("Cannot start a JVM", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("Interrupted", e);
    }
  }

  /// Prints what a program found.
  static void answer(Map<String, ?> found) {
    try {
      System.out.println(JSON.writeValueAsString(found));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
