package io.scopegraph.generator;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The source of one class.
///
/// @param name its simple name
/// @param text the whole file
record KernelSource(String name, String text) {
  /// The package of all generated classes.
  static final String PACKAGE = "io.scopegraph.cpu.vector";

  /// A line, or several, for every number below `count`.
  static String each(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
  }

  /// `base + number * step` without a useless factor.
  static String plus(String base, int number, String step) {
    return switch (number) {
      case 0 -> base;
      case 1 -> base + " + " + step;
      default -> base + " + " + number + " * " + step;
    };
  }
}
