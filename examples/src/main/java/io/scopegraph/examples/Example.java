package io.scopegraph.examples;

import io.scopegraph.graph.Graph;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A program that writes a graph.
///
/// @param name in lower case, words joined by hyphens
/// @param arguments what may be said after the name, for people; empty if nothing
/// @param description one line, without a full stop
/// @param graph makes the graph anew at each call
/// @param program runs the example and prints what it shows
public record Example(
    String name, String arguments, String description, Supplier<Graph> graph, Program program) {
  /// A program of the command line.
  @FunctionalInterface
  public interface Program {
    /// Runs the program.
    ///
    /// @param arguments as on a command line
    /// @throws IllegalArgumentException if it does not take these arguments
    void run(List<String> arguments, PrintStream out);
  }

  /// An example that takes no arguments.
  static Example of(
      String name, String description, Supplier<Graph> graph, Consumer<PrintStream> program) {
    return new Example(
        name,
        "",
        description,
        graph,
        (arguments, out) -> {
          if (!arguments.isEmpty()) {
            throw new IllegalArgumentException(
                "The example %s takes no arguments, found \"%s\""
                    .formatted(name, String.join(" ", arguments)));
          }
          program.accept(out);
        });
  }
}
