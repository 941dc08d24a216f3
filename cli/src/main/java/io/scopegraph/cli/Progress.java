package io.scopegraph.cli;

import java.io.PrintStream;

/// A progress bar on standard error, drawn on a terminal only.
final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;

  private final PrintStream out = System.err;
  private final boolean visible;
  private final int total;
  private int done;

  Progress(int total) {
    this.total = total;
    this.visible = total > 1 && Terminal.isInteractive();
  }

  /// Says what is being worked on now.
  void show(String what) {
    if (visible) {
      int filled = WIDTH * done / total;
      String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
      out.printf("\r\u001B[K%s %d/%d %s", bar, done, total, what);
      out.flush();
    }
  }

  /// One more is done.
  void step() {
    done++;
  }

  @Override
  public void close() {
    clear();
  }

  /// Takes the bar away, so that something can be printed in its place.
  void clear() {
    if (visible) {
      out.print("\r\u001B[K");
      out.flush();
    }
  }
}
