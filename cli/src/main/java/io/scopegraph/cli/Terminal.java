package io.scopegraph.cli;

import java.io.Console;

/// Whether a person is watching. Colours and progress are shown to people only.
final class Terminal {
  private Terminal() {}

  // Whether there is a console without a terminal differs between versions of the JDK.
  @SuppressWarnings("SystemConsoleNull")
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
  }
}
