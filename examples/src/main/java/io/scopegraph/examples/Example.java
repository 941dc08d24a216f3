package io.scopegraph.examples;

import io.scopegraph.graph.Graph;
import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A program that writes a graph.
///
/// @param name in lower case, words joined by hyphens
/// @param description one line, without a full stop
/// @param graph makes the graph anew at each call
/// @param program runs the example and prints what it shows
public record Example(
    String name, String description, Supplier<Graph> graph, Consumer<PrintStream> program) {}
