package io.scopegraph.benchmarks;

import io.scopegraph.benchmarks.engine.EngineException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The entry point of the benchmarks.
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    subcommands = {CompareCommand.class, KernelsCommand.class},
    description = "Measures Scopegraph beside other engines.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  /// The exit code where an engine cannot be used or does not take a model.
  static final int ENGINE_FAILED = 3;

  private Main() {}

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(Main::report);
    System.exit(commandLine.execute(arguments));
  }

  private static int report(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(e instanceof EngineException)) {
      throw e;
    }
    commandLine.getErr().println("benchmarks: " + e.getMessage());
    return ENGINE_FAILED;
  }
}
