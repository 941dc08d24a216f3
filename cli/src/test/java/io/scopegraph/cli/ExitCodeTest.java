package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The documented exit codes are those of [ExitCode].
class ExitCodeTest {
  @Test
  void everyCodeIsDocumentedOnce() {
    List<String> documented =
        List.copyOf(
            new CommandLine(new Main()).getCommandSpec().usageMessage().exitCodeList().keySet());
    List<String> defined =
        Arrays.stream(ExitCode.values()).map(code -> Integer.toString(code.code())).toList();
    assertThat(documented).containsExactlyElementsOf(defined);
  }

  @Test
  void errorsOfTheUsersFilesAndValuesAreNotInternal() {
    assertThat(ExitCode.of(new FileException(Path.of("f"), "no such file")))
        .isEqualTo(ExitCode.FILE);
    assertThat(ExitCode.of(new IllegalArgumentException("bad value"))).isEqualTo(ExitCode.USAGE);
    assertThat(ExitCode.of(new IllegalStateException("bug"))).isEqualTo(ExitCode.INTERNAL);
  }
}
