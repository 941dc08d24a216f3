package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The form of a command, and help.
class UsageTest {
  @Test
  void noCommand() {
    Outcome.of().failsWith(2, "command is missing", "--help");
  }

  @Test
  void unknownCommand() {
    Outcome.of("rum").failsWith(2, "'rum'", "run", "--help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ocr", "example", "run", "info", "plan", "solve", "graph", "bench", "doctor"})
  void unknownOption(String command) {
    Outcome.of(command, "m.onnx", "--frobnicate").failsWith(2, "--frobnicate", command + " --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "info", "plan", "graph", "bench"})
  void missingModel(String command) {
    Outcome.of(command).failsWith(2, "MODEL", command + " --help");
  }

  @ParameterizedTest
  @CsvSource({
    "plan, --max-bytes, 1KiX",
    "solve, --capacity, many",
    "solve, --nodes, 1.5",
    "solve, --budget-seconds, long",
    "plan, --max-bytes, -1",
    "plan, --max-bytes, 99999999999TiB",
    "run, --seed, seven",
    "run, --layout, sideways",
    "run, --channels, CMYK",
    "run, --std, 1;2",
    "run, --threads, many",
    "bench, --runs, 1.5",
    "bench, --warmup, long"
  })
  void valueOfTheWrongForm(String command, String option, String value) {
    Outcome.of(command, "m.onnx", option, value).failsWith(2, option, value);
  }

  @ParameterizedTest
  @CsvSource({"--runs, 0", "--runs, -3", "--warmup, -1", "--warmup, NaN"})
  void valueOutOfRange(String option, String value) {
    Outcome.of("bench", "m.onnx", option + "=" + value).failsWith(2, option);
  }

  @ParameterizedTest
  @CsvSource({"--device, toaster", "--threads, -1", "--threads, 1000000"})
  void deviceThatIsNot(String option, String value) {
    assertThat(Outcome.of("ocr", option + "=" + value).err())
        .startsWith("error: ")
        .contains(value)
        .hasLineCount(1);
  }

  @Test
  void helpListsCommandsAndExitCodes() {
    String help = Outcome.of("--help").succeeds().out();
    assertThat(help)
        .contains("ocr", "upscale", "example", "run", "info", "plan", "solve", "graph", "bench")
        .contains("doctor")
        .contains("--version", "--verbose");
    for (ExitCode code : ExitCode.values()) {
      assertThat(help.lines().map(String::strip)).anyMatch(line -> isAbout(line, code));
    }
  }

  private static boolean isAbout(String line, ExitCode code) {
    return line.startsWith(code.code() + " ");
  }

  @Test
  void version() {
    assertThat(Outcome.of("--version").succeeds().out()).contains("scopegraph", "JVM");
  }

  @Test
  void helpOfACommandListsItsOptions() {
    helpNames("ocr", "IMAGE", "--annotate", "--json", "--device", "--threads");
    helpNames("upscale", "IMAGE", "--checkpoint", "--output", "--device", "--threads");
    helpNames("example", "NAME", "ARGUMENT");
    helpNames("info", "MODEL", "--json", "--graph");
    helpNames("plan", "MODEL", "--shape", "--max-bytes", "--json", "--device", "--threads");
    helpNames("solve", "FILE", "--capacity", "--minimize", "--nodes", "--budget-seconds");
    helpNames("solve", "--output", "--json", "--verify");
    helpNames("graph", "MODEL|EXAMPLE", "--svg", "--html", "--dot", "--text", "--depth");
    List<String> feeds =
        List.of("--input", "--shape", "--seed", "--layout", "--channels", "--mean", "--std");
    for (String command : List.of("run", "bench")) {
      helpNames(command, feeds.toArray(String[]::new));
    }
    helpNames("run", "MODEL", "--save", "--json", "--device", "--threads");
    helpNames("bench", "MODEL", "--warmup", "--runs", "--json");
    helpNames("doctor", "--device", "--open", "--json", "Exit codes:");
  }

  private static void helpNames(String command, String... options) {
    String help = Outcome.of(command, "--help").succeeds().out();
    assertThat(help).contains(options).contains("--help", "--verbose");
  }
}
