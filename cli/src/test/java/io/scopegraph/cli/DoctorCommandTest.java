package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.runtime.DeviceSelection;
import io.scopegraph.runtime.DeviceSelection.Candidate;
import io.scopegraph.runtime.spi.Backend.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir private Path folder;

  @Test
  void givesOneVerdictALine() {
    Outcome outcome = Outcome.of("doctor").succeeds();
    assertThat(outcome.out().lines())
        .allMatch(line -> line.matches("(ok     |poor   |MISSING) (jvm|cuda|cpu|wanted) .*"))
        .anyMatch(line -> line.matches("ok +jvm +Java +25.*"))
        .anyMatch(line -> line.matches("ok +jvm +processors +\\d+"))
        .anyMatch(line -> line.matches("ok +jvm +native access +granted"))
        .anyMatch(line -> line.matches("ok +jvm +vector module +loaded"))
        .anyMatch(line -> line.matches("ok +cpu +kernels +.*vector, \\d+ bits"));
    assertThat(outcome.out().lines().toList().getLast()).startsWith("ok      wanted  auto");
  }

  @Test
  void whatIsNotGoodComesWithItsFix() {
    assertThat(Outcome.of("doctor").out().lines().filter(line -> !line.startsWith("ok")))
        .allMatch(line -> line.contains("; fix: "));
  }

  @Test
  void tellsByTheExitCodeThatOnlyAnotherDeviceIsUsable() {
    Candidate cuda =
        DeviceSelection.candidates().stream()
            .filter(candidate -> candidate.name().equals("cuda"))
            .findFirst()
            .orElseThrow();
    Outcome outcome = Outcome.of("doctor", "--device", "cuda");
    if (cuda.availability().usable()) {
      assertThat(outcome.code()).isZero();
      return;
    }
    assertThat(outcome.code()).isEqualTo(ExitCode.OTHER_DEVICE.code());
    assertThat(outcome.out().lines().toList().getLast())
        .startsWith("MISSING wanted  cuda")
        .contains(cuda.availability().detail(), cuda.availability().remedy());
  }

  @Test
  void opensADeviceThatHasANumber() {
    Outcome.of("doctor", "--device", "cpu:0").succeeds();
    Outcome.of("doctor", "--device", "cpu", "--open").succeeds();
    Outcome outcome = Outcome.of("doctor", "--device", "cpu:3");
    assertThat(outcome.code()).isEqualTo(ExitCode.DEVICE.code());
    assertThat(outcome.out()).contains("cannot be opened", "there is one device, number 0");
  }

  @Test
  void refusesADeviceThatIsNot() {
    Outcome.of("doctor", "--device", "toaster").failsWith(2, "\"toaster\"", "auto", "cuda", "cpu");
  }

  @Test
  void printsJson() {
    JsonNode json = Outcome.of("doctor", "--device", "cpu", "--json").succeeds().json();
    assertThat(json.get("wanted").asText()).isEqualTo("cpu");
    assertThat(json.get("usable").asBoolean()).isTrue();
    assertThat(json.get("exit_code").asInt()).isZero();
    assertThat(json.get("jvm").findValuesAsText("subject")).contains("Java", "memory");
    assertThat(json.get("backends").findValuesAsText("name")).containsExactly("cuda", "cpu");
    assertThat(json.get("backends").findValuesAsText("verdict"))
        .isSubsetOf("good", "poor", "missing")
        .contains("good");
  }

  @Test
  void findsAHeapThatLeavesNoRoom() {
    long gibibyte = 1L << 30;
    assertThat(JvmFindings.memory(9 * gibibyte, 10 * gibibyte))
        .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.POOR))
        .satisfies(finding -> assertThat(finding.detail()).contains("9.0 GiB of 10.0 GiB"))
        .satisfies(finding -> assertThat(finding.remedy()).contains("-XX:MaxRAMPercentage"));
    assertThat(JvmFindings.memory(2 * gibibyte, 10 * gibibyte).verdict()).isEqualTo(Verdict.GOOD);
  }

  @Test
  void commandsSayInOneLineThatTheyFallBack() throws IOException, InterruptedException {
    if (DeviceSelection.candidates().getFirst().availability().usable()) {
      System.out.println("Skipped: falling back, because this machine's best device is usable");
      Assumptions.abort();
    }
    String output =
        ownJvm("run", Fixtures.classifier(folder).toString(), "--shape", "x=1,3,48,192");
    assertThat(output.lines().filter(line -> line.contains("Using ")))
        .singleElement()
        .asString()
        .startsWith("INFO Using cpu (")
        .contains("; cuda cannot run here: ");
  }

  /// Runs a command in a JVM of its own, without any flag, and returns all that it printed.
  private static String ownJvm(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
