package io.scopegraph.cli;

import io.scopegraph.examples.Example;
import io.scopegraph.examples.ExampleGraphs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Runs one of the example programs.
@Command(
    name = "example",
    description = "Run a short example program and print what it shows; without a name, list them.")
final class ExampleCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      arity = "0..1",
      description = "An example; the list tells which there are.")
  private @Nullable String name;

  @Parameters(
      index = "1..*",
      paramLabel = "ARGUMENT",
      arity = "0..*",
      description = "What the example takes, as the list tells.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    if (name == null) {
      list();
      return ExitCode.SUCCESS.code();
    }
    ExampleGraphs.find(name).program().run(arguments, System.out);
    return ExitCode.SUCCESS.code();
  }

  private static void list() {
    int width =
        ExampleGraphs.all().values().stream()
            .mapToInt(example -> usage(example).length())
            .max()
            .orElse(0);
    for (Example example : ExampleGraphs.all().values()) {
      System.out.printf("%-" + width + "s  %s%n", usage(example), example.description());
    }
  }

  private static String usage(Example example) {
    return (example.name() + " " + example.arguments()).strip();
  }
}
