package io.scopegraph.cli;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Words errors for the terminal: one line, and a stack trace only with `--verbose`.
final class ErrorReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception error, CommandLine commandLine, ParseResult parseResult) {
    ExitCode code = ExitCode.of(error);
    String message = Objects.requireNonNullElse(error.getMessage(), error.toString());
    String text =
        code == ExitCode.INTERNAL ? error.getClass().getSimpleName() + ": " + message : message;
    print(commandLine, text);
    if (Main.isVerbose(commandLine)) {
      error.printStackTrace(commandLine.getErr());
    }
    return code.code();
  }

  static int usage(ParameterException error, String[] arguments) {
    CommandLine commandLine = error.getCommandLine();
    String suggestions =
        error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()
            ? "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?"
            : "";
    print(
        commandLine,
        "%s%s (see '%s --help')"
            .formatted(
                error.getMessage(), suggestions, commandLine.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE.code();
  }

  static int outOfMemory(CommandLine commandLine, OutOfMemoryError error) {
    print(
        commandLine,
        "Out of memory: %s; the plan command tells what a model needs, java -Xmx gives more"
            .formatted(error.getMessage()));
    if (Main.isVerbose(commandLine)) {
      error.printStackTrace(commandLine.getErr());
    }
    return ExitCode.DEVICE.code();
  }

  private static void print(CommandLine commandLine, String message) {
    String prefix = Terminal.isInteractive() ? "@|bold,red error:|@ " : "error: ";
    commandLine.getErr().println(commandLine.getColorScheme().ansi().string(prefix) + message);
    commandLine.getErr().flush();
  }
}
