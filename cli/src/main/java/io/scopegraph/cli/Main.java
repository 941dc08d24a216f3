package io.scopegraph.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The entry point of the command line.
@Command(
    name = "scopegraph",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    description = "Runs neural networks inside the JVM, with memory known before the first run.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OcrCommand.class,
      UpscaleCommand.class,
      ExampleCommand.class,
      RunCommand.class,
      InfoCommand.class,
      PlanCommand.class,
      SolveCommand.class,
      GraphCommand.class,
      BenchCommand.class,
      ConvertCommand.class,
      DoctorCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:an error that should not happen; run again with --verbose and report it",
      "2:wrong use: an option, an input name, a shape or a dtype",
      "3:the memory plan exceeds --max-bytes, or buffers do not fit into --capacity",
      "4:a model cannot be read, or an op in it is not supported",
      "5:an input file cannot be read, or an output file cannot be written",
      "6:the device failed or is not usable",
      "7:doctor only: the wanted device is not usable, but another one is"
    })
public final class Main implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log details, and print the stack trace of an error.")
  private boolean verbose;

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /// Runs a command.
  ///
  /// @return the exit code
  static int run(String... arguments) {
    Logging.configure(List.of(arguments).contains("--verbose"));
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(new ErrorReport());
    commandLine.setParameterExceptionHandler(ErrorReport::usage);
    try {
      return commandLine.execute(arguments);
    } catch (OutOfMemoryError error) {
      return ErrorReport.outOfMemory(commandLine, error);
    }
  }

  static boolean isVerbose(CommandLine commandLine) {
    return commandLine.getCommandSpec().root().userObject() instanceof Main main && main.verbose;
  }

  @Override
  public void run() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    throw new ParameterException(
        commandLine,
        "A command is missing: ocr, upscale, example, run, info, plan, solve, graph, bench, convert or doctor");
  }
}
