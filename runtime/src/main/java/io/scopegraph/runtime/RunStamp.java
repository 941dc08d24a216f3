package io.scopegraph.runtime;

import java.lang.invoke.VarHandle;

/// Says which run's results lie in a session's planned outputs.
///
/// A reader reads first and asks afterwards; a run changes the stamp first and writes afterwards.
/// So a reader who finds its own run's number has read nothing that a later run wrote.
final class RunStamp {
  /// Stands for no run: the number of results that their reader has given back.
  static final long NONE = 0;

  private static final long CLOSED = -1;

  private final String session;
  private volatile long run = NONE;

  RunStamp(String session) {
    this.session = session;
  }

  /// Declares the results of earlier runs gone.
  void begin(long number) {
    run = number;
    VarHandle.fullFence();
  }

  void close() {
    begin(CLOSED);
  }

  long run() {
    return run;
  }

  boolean isCurrent(long number) {
    return run == number;
  }

  /// Says that a result is gone.
  IllegalStateException gone(String what, long number) {
    long now = run;
    if (number == NONE) {
      return new IllegalStateException(
          "%s of session \"%s\" was lent to the reader of a run, which has returned; copy() keeps a result"
              .formatted(what, session));
    }
    return new IllegalStateException(
        now == CLOSED
            ? "%s of run %d is gone: session \"%s\" is closed; copy() keeps a result"
                .formatted(what, number, session)
            : "%s of run %d is gone: session \"%s\" has since begun run %d in the same memory; copy() keeps a result"
                .formatted(what, number, session, now));
  }
}
