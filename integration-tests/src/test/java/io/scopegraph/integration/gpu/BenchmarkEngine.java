package io.scopegraph.integration.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.scopegraph.examples.ExampleGraphs;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// ResNet-50 built with scopes, measured when asked: one engine of the benchmark of GPUs, whose
/// description tells what the lines of its input and output hold.
///
/// The mode `heuristic` takes algorithms by rules, `measured` tries them out first.
public final class BenchmarkEngine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WARM_RUNS = 20;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String device;
  private final Map<String, Case> cases = new HashMap<>();

  /// A session that is ready to be measured.
  private record Case(Session session, Map<String, Tensor> feeds, Map<String, Tensor> results) {}

  private BenchmarkEngine(String device) {
    this.device = device;
  }

  /// Answers requests until its input ends. Argument: `--device NAME`.
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2 || !arguments[0].equals("--device")) {
      System.err.println("usage: BenchmarkEngine --device NAME");
      System.exit(2);
    }
    try (BenchmarkEngine engine = new BenchmarkEngine(arguments[1]);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(engine.answer(JSON.readTree(line)));
      }
    }
  }

  private ObjectNode answer(JsonNode request) {
    ObjectNode answer = request.deepCopy();
    answer.put("engine", "scopegraph");
    try {
      Case one = cases.computeIfAbsent(key(request), _ -> prepare(request));
      measure(one, request.get("seconds").asDouble(), answer);
    } catch (RuntimeException e) {
      answer.put("error", String.valueOf(e.getMessage()));
    }
    return answer;
  }

  private static String key(JsonNode request) {
    return "%s %s %s"
        .formatted(request.get("mode"), request.get("precision"), request.get("batch"));
  }

  private Case prepare(JsonNode request) {
    String precision = request.get("precision").asText().toUpperCase(Locale.ROOT);
    SessionOptions options =
        SessionOptions.builder()
            .device(device)
            .precision(Precision.valueOf(precision))
            .measured(request.get("mode").asText().equals("measured"))
            .build();
    Session session = Session.open(ExampleGraphs.graph("resnet50"), options);
    long batch = request.get("batch").asLong();
    Tensor image = Tensor.filled(new TensorSpec(DType.FLOAT32, Shape.of(batch, 224, 224, 3)), 0.5);
    Tensor classes = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(batch, 1000)));
    Case one = new Case(session, Map.of("image", image), Map.of("probabilities", classes));
    for (int run = 0; run < WARM_RUNS; run++) {
      session.run(one.feeds(), one.results());
    }
    return one;
  }

  private static void measure(Case one, double seconds, ObjectNode answer) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long[] nanos = new long[1 << 20];
    int runs = 0;
    do {
      long start = System.nanoTime();
      one.session().run(one.feeds(), one.results());
      nanos[runs++] = System.nanoTime() - start;
    } while (System.nanoTime() < end && runs < nanos.length);
    long[] sorted = Arrays.copyOf(nanos, runs);
    Arrays.sort(sorted);
    answer.put("version", System.getProperty("java.version"));
    answer.put("device", one.session().deviceName());
    answer.put("run_mode", one.session().modes().toString());
    answer.put("runs", runs);
    answer.put("median_ms", sorted[runs / 2] / NANOS_PER_MILLI);
    answer.put("p10_ms", sorted[runs / 10] / NANOS_PER_MILLI);
    answer.put("p90_ms", sorted[runs * 9 / 10] / NANOS_PER_MILLI);
  }

  @Override
  public void close() {
    cases.values().forEach(one -> one.session().close());
  }
}
