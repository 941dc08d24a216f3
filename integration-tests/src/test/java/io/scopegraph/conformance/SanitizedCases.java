package io.scopegraph.conformance;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.provider.Arguments;

/// A program that runs cases with all arrangements of their operands, each in a block of its own,
/// on the devices of [TestDevices].
final class SanitizedCases {
  private SanitizedCases() {}

  /// Runs them.
  ///
  /// @param arguments an expression for the names of the cases, and every how many of them one runs
  public static void main(String[] arguments) {
    Pattern wanted = Pattern.compile(arguments[0]);
    int step = Integer.parseInt(arguments[1]);
    List<Arguments> cases =
        ConformanceTest.cases()
            .filter(each -> wanted.matcher(each.get()[1].toString()).find())
            .toList();
    int ran = 0;
    for (int i = 0; i < cases.size(); i += step) {
      Object[] each = cases.get(i).get();
      // Before the case, for a sanitizer ends the process at once.
      System.out.println(each[1]);
      new ConformanceTest()
          .agreesWithTheReference((ConformanceTest.Target) each[0], (Case) each[1]);
      ran++;
    }
    ConformanceTest.close();
    System.out.println("Ran " + ran + " cases");
  }
}
