package io.scopegraph.cli;

import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.spi.Precision;
import picocli.CommandLine.Option;

/// Where to run; shared by the commands that run something.
final class DeviceArguments {
  @Option(
      names = "--device",
      defaultValue = "auto",
      description =
          "Where to run: cpu, cuda, one of several devices as cuda:1, or auto for the best that is"
              + " usable (default: ${DEFAULT-VALUE}). The doctor command lists them.")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads of the cpu device; 0 for one a processor (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "float32",
      converter = PrecisionConverter.class,
      description =
          "How exactly to compute: float32, tf32, float16 or bfloat16 (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.FLOAT32;

  SessionOptions.Builder options() {
    return SessionOptions.builder().device(device).threads(threads).precision(precision);
  }
}
