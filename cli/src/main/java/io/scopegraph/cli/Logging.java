package io.scopegraph.cli;

import io.scopegraph.runtime.DeviceSelection;

/// What the libraries may say on standard error. Must be called before the first logger is made.
final class Logging {
  private Logging() {}

  static void configure(boolean verbose) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "debug" : "warn");
    // One line, if the best device was wanted and another one is used.
    System.setProperty(
        "org.slf4j.simpleLogger.log." + DeviceSelection.class.getName(),
        verbose ? "debug" : "info");
    System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
    System.setProperty("org.slf4j.simpleLogger.showLogName", "false");
  }
}
