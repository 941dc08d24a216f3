package io.scopegraph.runtime;

import io.scopegraph.op.SourceLine;
import io.scopegraph.runtime.plan.ByteSizes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes a session that nobody can reach any more, and says who opened it.
///
/// @param opened the line of user code that opened it
record ForgottenSession(SessionCore session, SourceLine opened) implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /// Does nothing if the session was closed.
  @Override
  public void run() {
    if (session.isClosed()) {
      return;
    }
    LOG.warn(
        "Session \"{}\", opened at {}, was never closed; {} beside the weights are given back now",
        session.name(),
        opened,
        ByteSizes.exact(session.bytes()));
    session.close();
  }
}
