package io.scopegraph.benchmarks.engine;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.runtime.OpTiming;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.VariableStore;
import io.scopegraph.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// This project's own engine, on the processor.
///
/// @param winograd whether 3x3 convolutions may take Winograd's algorithm
public record ScopegraphEngine(boolean winograd) implements Engine {
  private static final String DEVICE = "cpu";

  /// The shapes that are kept for models whose input varies.
  private static final int PLANS = 32;

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
    Session session = Session.open(workload.graph().get(), options(threads).build());
    return new ScopegraphModel(session, workload, () -> {});
  }

  /// Sessions of one store, which the last of them closes.
  @Override
  public ImmutableList<PreparedModel> prepareSeveral(Workload workload, int threads, int count) {
    VariableStore store = VariableStore.open(DEVICE, threads);
    SessionOptions options = options(threads).store(store).build();
    ImmutableList.Builder<PreparedModel> models = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      Session session = Session.open(workload.graph().get(), options);
      Runnable onClose = i == count - 1 ? store::close : () -> {};
      models.add(new ScopegraphModel(session, workload, onClose));
    }
    return models.build();
  }

  @Override
  public OpenNetwork open(String name, ByteString onnx, int threads) {
    SessionOptions options = options(threads).planCacheSize(PLANS).build();
    Session session = Session.open(OnnxImporter.importBytes(name, onnx.toByteArray()), options);
    String input = session.inputs().keySet().asList().getFirst();
    return new OpenNetwork() {
      @Override
      public Tensor run(Tensor values) {
        return session.run(Map.of(input, values), results -> results.only().copy());
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  @Override
  public Optional<ConvolutionTimer> convolutionTimer(Workload workload, int threads) {
    Session session = Session.open(workload.graph().get(), options(threads).build());
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

  private SessionOptions.Builder options(int threads) {
    return SessionOptions.builder().device(DEVICE).threads(threads).winograd(winograd);
  }
}
