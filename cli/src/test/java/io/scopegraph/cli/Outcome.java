package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// What a command left behind.
record Outcome(int code, String out, String err) {
  static Outcome of(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream savedOut = System.out;
    PrintStream savedErr = System.err;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Main.run(texts);
      System.out.flush();
      System.err.flush();
      return new Outcome(
          code,
          out.toString(StandardCharsets.UTF_8),
          withoutDevice(err.toString(StandardCharsets.UTF_8)));
    } finally {
      System.setOut(savedOut);
      System.setErr(savedErr);
    }
  }

  /// Which device is used is said once in the life of a process, by whichever command is the first.
  private static String withoutDevice(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("INFO Using "))
        .map(line -> line + System.lineSeparator())
        .collect(Collectors.joining());
  }

  /// The command failed with one line on standard error that holds all the parts.
  void failsWith(int expected, Object... parts) {
    assertThat(err).startsWith("error: ").endsWith(System.lineSeparator());
    assertThat(err.lines()).hasSize(1);
    for (Object part : parts) {
      assertThat(err).containsIgnoringCase(part.toString());
    }
    assertThat(out).isEmpty();
    assertThat(code).as(err).isEqualTo(expected);
  }

  Outcome succeeds() {
    assertThat(code).as(err).isZero();
    assertThat(err).doesNotContain("error:");
    return this;
  }

  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (IOException error) {
      throw new UncheckedIOException(out, error);
    }
  }
}
