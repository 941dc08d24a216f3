package io.scopegraph.cuda.dnn;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.driver.CudaException;
import io.scopegraph.cuda.driver.Work;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Several ways to the same result, of which the first one is taken that cuDNN does not refuse: it
/// can tell for sure only once it is called.
public final class Alternatives implements Work {
  private static final Logger LOGGER = LoggerFactory.getLogger(Alternatives.class);

  private final ImmutableList<Alternative> all;
  private int taken;
  private Work work;

  /// A way.
  ///
  /// @param name for the log
  /// @param maker prepares it
  public record Alternative(String name, Supplier<Work> maker) {}

  /// @param all at least one, the best one first
  public Alternatives(ImmutableList<Alternative> all) {
    this.all = all;
    this.work = make();
  }

  private Work make() {
    while (true) {
      try {
        return all.get(taken).maker.get();
      } catch (CudaException e) {
        next(e);
      }
    }
  }

  @Override
  public void enqueue() {
    while (true) {
      try {
        work.enqueue();
        return;
      } catch (CudaException e) {
        next(e);
        work.close();
        work = Work.NOTHING;
        work = make();
      }
    }
  }

  /// Goes on to the next way, unless there is none, or the failure is of another kind.
  private void next(CudaException failure) {
    if (!DnnStatus.isRefusal(failure) || taken + 1 == all.size()) {
      throw failure;
    }
    LOGGER.warn(
        "cuda: {} instead of {}, because {}",
        all.get(taken + 1).name,
        all.get(taken).name,
        failure.getMessage());
    taken++;
  }

  @Override
  public void close() {
    work.close();
  }
}
