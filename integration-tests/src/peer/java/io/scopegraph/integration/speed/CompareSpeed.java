package io.scopegraph.integration.speed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scopegraph.onnx.OnnxImporter;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/// Times the OCR networks beside ONNX Runtime, in one process, in turn, with equal threads, and prints the ratios.
///
/// Each round gives both engines an untimed run after a pause, so that neither is disturbed by the other's threads, and
/// then a block of timed runs. The figure of a round is the ratio of the two medians; the figure of a case is the median
/// of its rounds, printed with their spread.
///
/// Arguments: number of rounds (default 15), runs in each (default 8).
public final class CompareSpeed {
  private static final long PAUSE_NANOS = 60_000_000;
  private static final long WARM_NANOS = 6_000_000_000L;

  private record Case(String name, String model, long... dims) {}

  private static final Case[] CASES = {
    new Case("detection 640x320", "models/ch_PP-OCRv4_det_infer.onnx", 1, 3, 320, 640),
    new Case("recognition 1 line of 320", "models/ch_PP-OCRv4_rec_infer.onnx", 1, 3, 48, 320),
    new Case("recognition 8 lines of 320", "models/ch_PP-OCRv4_rec_infer.onnx", 8, 3, 48, 320),
    new Case("direction 8 lines", "models/ch_ppocr_mobile_v2.0_cls_infer.onnx", 8, 3, 48, 192),
  };

  private CompareSpeed() {}

  /// Runs the comparison.
  public static void main(String[] arguments) throws IOException, OrtException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    System.out.printf(
        Locale.ROOT,
        "ONNX Runtime %s, JVM %s, %d processors; %d rounds of %d runs%n",
        OrtEnvironment.getEnvironment().getVersion(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        rounds,
        runs);
    for (int threads : new int[] {1, 2}) {
      for (Case each : CASES) {
        compare(each, threads, rounds, runs);
      }
    }
  }

  private static void compare(Case each, int threads, int rounds, int runs)
      throws IOException, OrtException {
    byte[] model = resource(each.model());
    float[] values = values(each.dims());
    SessionOptions options = SessionOptions.builder().device("cpu").threads(threads).build();
    try (Session ours = Session.open(OnnxImporter.importBytes(each.model(), model), options);
        OrtSession.SessionOptions peerOptions = peerOptions(threads);
        OrtSession peer = OrtEnvironment.getEnvironment().createSession(model, peerOptions);
        OnnxTensor peerInput =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), each.dims())) {
      Map<String, Tensor> feeds = Map.of("x", Tensor.ofFloats(Shape.of(each.dims()), values));
      Timed our = () -> ours.run(feeds);
      Timed their = () -> peer.run(Map.of("x", peerInput)).close();
      warm(our);
      warm(their);
      double[] ratios = new double[rounds];
      double[] ourMillis = new double[rounds];
      double[] theirMillis = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        theirMillis[round] = median(their, runs);
        ourMillis[round] = median(our, runs);
        ratios[round] = theirMillis[round] / ourMillis[round];
      }
      Arrays.sort(ratios);
      Arrays.sort(ourMillis);
      Arrays.sort(theirMillis);
      System.out.printf(
          Locale.ROOT,
          "%-28s %d thread%s  ours %7.2f ms  peer %7.2f ms  speed of the peer's %.2f (%.2f to %.2f)%n",
          each.name(),
          threads,
          threads == 1 ? " " : "s",
          ourMillis[rounds / 2],
          theirMillis[rounds / 2],
          ratios[rounds / 2],
          ratios[0],
          ratios[rounds - 1]);
    }
  }

  /// One run of an engine.
  @FunctionalInterface
  private interface Timed {
    void run() throws OrtException;
  }

  private static void warm(Timed engine) throws OrtException {
    long end = System.nanoTime() + WARM_NANOS;
    while (System.nanoTime() < end) {
      engine.run();
    }
  }

  private static double median(Timed engine, int runs) throws OrtException {
    LockSupport.parkNanos(PAUSE_NANOS);
    engine.run();
    double[] millis = new double[runs];
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      engine.run();
      millis[run] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[runs / 2];
  }

  private static OrtSession.SessionOptions peerOptions(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    return options;
  }

  private static float[] values(long[] dims) {
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[Math.toIntExact(Shape.of(dims).elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = CompareSpeed.class.getClassLoader().getResourceAsStream(name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }
}
