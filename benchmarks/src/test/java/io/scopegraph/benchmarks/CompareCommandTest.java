package io.scopegraph.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the command in processes of its own: ONNX Runtime must not be loaded where the command line
/// is long.
class CompareCommandTest {
  private record Outcome(int code, String output) {}

  private static Outcome compare(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(Main.class.getName(), "compare"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  @Test
  void comparesASmallLayerWithTheRealPeer(@TempDir Path folder) throws Exception {
    Outcome outcome =
        compare(
            "--cases=layers",
            "--filter=mb dw3x3 384",
            "--threads=1",
            "--rounds=2",
            "--warm=0.2",
            "--out=" + folder);
    if (outcome.output().contains("cannot be loaded on this platform")) {
      System.out.println("Skipped: " + outcome.output());
      Assumptions.abort();
    }
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("geomean of kernels, 1 thread, onnxruntime: ");
    JsonNode report = new ObjectMapper().readTree(folder.resolve("comparison.json").toFile());
    JsonNode row = report.path("groups").path("layers").path("rows").path(0);
    assertThat(row.path("speed").path("median").asDouble()).isPositive();
    assertThat(row.path("kernel_speed").path("median").asDouble()).isPositive();
    assertThat(row.path("difference").asDouble()).isBetween(0.0, 1e-5);
    assertThat(folder.resolve("comparison.svg")).isNotEmptyFile();
  }

  @Test
  void namesTheGroupsWhereAnUnknownOneIsWanted() throws Exception {
    Outcome outcome = compare("--cases=layer");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.output())
        .contains(
            "--cases takes layers, nets, ocr, light, odd, threads, concurrency, cold, launches")
        .contains("found layer");
  }

  @Test
  void namesTheEnginesWhereAnUnknownOneIsWanted() throws Exception {
    Outcome outcome = compare("--engines=tensorrt");
    assertThat(outcome.code()).as(outcome.output()).isEqualTo(Main.ENGINE_FAILED);
    assertThat(outcome.output()).contains("no engine \"tensorrt\"").contains("onnxruntime");
  }

  @Test
  void refusesNumbersBelowOne() throws Exception {
    Outcome outcome = compare("--threads=1,0");
    assertThat(outcome.code()).as(outcome.output()).isEqualTo(2);
    assertThat(outcome.output()).contains("--threads takes numbers from 1 on, found 0");
  }
}
