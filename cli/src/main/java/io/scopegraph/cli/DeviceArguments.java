package io.scopegraph.cli;

import io.scopegraph.runtime.SessionOptions;
import picocli.CommandLine.Option;

/// Where to run; shared by the commands that run something.
final class DeviceArguments {
  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "Where to run: auto or cpu (default: ${DEFAULT-VALUE}).")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads of the cpu device; 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int threads;

  SessionOptions.Builder options() {
    return SessionOptions.builder().device(device).threads(threads);
  }
}
