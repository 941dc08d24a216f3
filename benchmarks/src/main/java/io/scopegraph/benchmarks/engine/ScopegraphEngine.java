package io.scopegraph.benchmarks.engine;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.OpTiming;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// This project's own engine, on the processor.
public final class ScopegraphEngine implements Engine {
  @Override
  public String name() {
    return "scopegraph";
  }

  @Override
  public String version() {
    String version = Session.class.getPackage().getImplementationVersion();
    return version == null ? "sources" : version;
  }

  @Override
  public PreparedModel prepare(Workload workload, int threads) {
    Session session = open(workload, threads);
    return new PreparedModel() {
      @Override
      public void run() {
        session.run(workload.feeds());
      }

      @Override
      public List<Tensor> outputs() {
        return session.run(
            workload.feeds(),
            results ->
                results.names().stream()
                    .map(name -> results.get(name).copy())
                    .collect(ImmutableList.toImmutableList()));
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  @Override
  public Optional<ConvolutionTimer> convolutionTimer(Workload workload, int threads) {
    Session session = open(workload, threads);
    return Optional.of(
        new ConvolutionTimer() {
          @Override
          public double[] millis(int runs) {
            double[] millis = new double[runs];
            for (int run = 0; run < runs; run++) {
              millis[run] = convolutions(session.profile(workload.feeds(), 1)) / 1e6;
            }
            return millis;
          }

          @Override
          public void close() {
            session.close();
          }
        });
  }

  private static long convolutions(List<OpTiming> timings) {
    return timings.stream()
        .filter(timing -> timing.type().equals("Conv2D"))
        .mapToLong(OpTiming::nanos)
        .sum();
  }

  private static Session open(Workload workload, int threads) {
    SessionOptions options = SessionOptions.builder().device("cpu").threads(threads).build();
    return Session.open(workload.graph(), options);
  }
}
