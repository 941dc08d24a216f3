package io.scopegraph.benchmarks.engine;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.tensor.Tensor;
import java.util.List;

/// A session and what is fed to it.
final class ScopegraphModel implements PreparedModel {
  private final Session session;
  private final Workload workload;
  private final Runnable onClose;

  /// @param onClose what is left to do once the session is closed
  ScopegraphModel(Session session, Workload workload, Runnable onClose) {
    this.session = session;
    this.workload = workload;
    this.onClose = onClose;
  }

  @Override
  public void run() {
    session.run(workload.feeds());
  }

  @Override
  public List<Tensor> outputs() {
    return session.run(workload.feeds(), ScopegraphModel::copies);
  }

  private static ImmutableList<Tensor> copies(Results results) {
    return results.names().stream()
        .map(name -> results.get(name).copy())
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public void close() {
    session.close();
    onClose.run();
  }
}
