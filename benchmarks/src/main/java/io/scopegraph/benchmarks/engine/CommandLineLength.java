package io.scopegraph.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// ONNX Runtime matches the process's command line with a regular expression whose depth grows with
/// the line, and overflows the stack of its thread on lines of several thousand characters: the JVM
/// dies without a word. A class path on the command line is that long; in the environment variable
/// CLASSPATH it does no harm.
final class CommandLineLength {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final int LONGEST = 2000;

  private CommandLineLength() {}

  /// @throws EngineException if this process must not load ONNX Runtime
  static void check() {
    int length = length();
    if (length > LONGEST) {
      throw new EngineException(
          ("ONNX Runtime overflows its stack in a process with a long command line: this one has %,d"
                  + " characters, %,d are safe. Pass the class path in the environment variable CLASSPATH")
              .formatted(length, LONGEST));
    }
  }

  private static int length() {
    if (!Files.isReadable(COMMAND_LINE)) {
      return 0;
    }
    try {
      return Files.readAllBytes(COMMAND_LINE).length;
    } catch (IOException e) {
      throw new EngineException("Cannot read " + COMMAND_LINE, e);
    }
  }
}
