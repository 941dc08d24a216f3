package io.scopegraph.benchmarks.report;

/// A column of a table.
///
/// @param key its name in JSON
/// @param heading its name for people
/// @param digits behind the point, of numbers
public record Column(String key, String heading, int digits) {
  public static Column text(String key, String heading) {
    return new Column(key, heading, 0);
  }

  public static Column number(String key, String heading, int digits) {
    return new Column(key, heading, digits);
  }
}
