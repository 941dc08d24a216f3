package io.scopegraph.integration.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.scopegraph.examples.networks.ResNet50;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.spi.Precision;
import io.scopegraph.tensor.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// This project's side of the benchmark, measured when asked: ResNet-50 with made-up weights.
///
/// Reads one JSON object a line from standard input and answers each with one line, as
/// `gpu/benchmark/compare.py` says. Modes are `heuristic` and `measured`: how algorithms are
/// chosen.
///
/// A run is what a caller waits for: the pictures are written into the planned input beforehand,
/// and the run ends when the probabilities can be read on the host.
public final class BenchmarkEngine implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int WARM_UP = 20;

  private record Setting(String mode, Precision precision) {}

  private final String device;
  private final Graph graph = ResNet50.graph();
  private final Map<Setting, Session> sessions = new HashMap<>();

  private BenchmarkEngine(String device) {
    this.device = device;
  }

  /// Answers until the input ends.
  ///
  /// @param arguments `--device NAME`
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2 || !arguments[0].equals("--device")) {
      System.err.println("usage: BenchmarkEngine --device NAME");
      System.exit(2);
    }
    // What libraries print must not come between the answers.
    PrintStream answers = System.out;
    System.setOut(System.err);
    try (BenchmarkEngine engine = new BenchmarkEngine(arguments[1]);
        Reader input = new InputStreamReader(System.in, StandardCharsets.UTF_8)) {
      engine.answer(input, answers);
    }
  }

  private void answer(Reader input, PrintStream answers) throws IOException {
    BufferedReader lines = new BufferedReader(input);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      ObjectNode answer = (ObjectNode) MAPPER.readTree(line);
      answer.put("engine", "scopegraph");
      try {
        measure(answer);
      } catch (RuntimeException e) {
        answer.put("error", e.toString());
      }
      answers.println(MAPPER.writeValueAsString(answer));
      answers.flush();
    }
  }

  /// Puts the figures beside what was asked for.
  private void measure(ObjectNode answer) {
    Session session = session(answer);
    int batch = answer.required("batch").asInt();
    Run run = new Run(session, batch);
    for (int i = 0; i < WARM_UP; i++) {
      run.run();
    }
    RunTimes times = RunTimes.measure(run::run, answer.required("seconds").asDouble());
    answer.put("version", String.valueOf(Runtime.version()));
    answer.put("device", session.deviceName());
    answer.put("note", String.valueOf(session.modes()));
    answer.put("runs", times.count());
    answer.put("median_ms", times.percentile(50));
    answer.put("p10_ms", times.percentile(10));
    answer.put("p90_ms", times.percentile(90));
  }

  private Session session(JsonNode request) {
    String mode = request.required("mode").asText();
    if (!mode.equals("heuristic") && !mode.equals("measured")) {
      throw new IllegalArgumentException("expected the mode heuristic or measured, found " + mode);
    }
    Precision precision =
        Precision.valueOf(request.required("precision").asText().toUpperCase(Locale.ROOT));
    return sessions.computeIfAbsent(
        new Setting(mode, precision),
        _ ->
            Session.open(
                graph,
                SessionOptions.builder()
                    .device(device)
                    .precision(precision)
                    .measured(mode.equals("measured"))
                    .build()));
  }

  @Override
  public void close() {
    sessions.values().forEach(Session::close);
  }

  /// One run of a batch, from the planned input to a probability that was read.
  private static final class Run {
    private final Session session;
    private final Map<String, Shape> shapes;

    Run(Session session, int batch) {
      this.session = session;
      this.shapes = Map.of("image", Shape.of(batch, 224, 224, 3));
    }

    void run() {
      float probability =
          session.runInPlace(shapes, _ -> {}, results -> results.get("probabilities").getFloat(0));
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalStateException("found the probability " + probability);
      }
    }
  }
}
