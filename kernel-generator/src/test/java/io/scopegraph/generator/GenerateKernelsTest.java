package io.scopegraph.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateKernelsTest {
  @TempDir private Path folder;

  private static long count(String text, String regex) {
    return Pattern.compile(regex).matcher(text).results().count();
  }

  @Test
  void aTileHasOneProductForEachPixelAndVector() {
    String text = new TileTemplate(6, 3).source().text();
    assertThat(text).contains("final class Tile6x3 {", "static final int PIXELS = 6;");
    assertThat(count(text, "\\.fma\\(")).isEqualTo(18);
    assertThat(count(text, "FloatVector\\.broadcast\\(S, in\\[i\\d")).isEqualTo(6);
    assertThat(count(text, "fromArray\\(S, weights")).isEqualTo(3);
    assertThat(count(text, "\\.intoArray\\(out")).isEqualTo(18);
    assertThat(text).contains("a52 = x5.fma(w2, a52);").contains("a52.intoArray(out, o5 + 2 * L);");
  }

  @Test
  void aSlidingKernelLoadsEachInputOnce() {
    String text = new SlidingTemplate(3, 2).source().text();
    assertThat(text).contains("final class Sliding3By2 {");
    // Eight outputs two apart reach over 17 inputs, and each output has three products.
    assertThat(count(text, "fromArray\\(S, in,")).isEqualTo(17);
    assertThat(count(text, "\\.fma\\(")).isEqualTo(24);
    assertThat(text).contains("a1 = x2.fma(w0, a1);").contains("a7 = x16.fma(w2, a7);");
  }

  @Test
  void tapsAreAddedInTheirOrder() {
    String text = new SlidingTemplate(5, 1).source().text();
    int previous = -1;
    for (int tap = 0; tap < 5; tap++) {
      int at = text.indexOf("a3 = x%d.fma(w%d, a3);".formatted(3 + tap, tap));
      assertThat(at).as("tap %d", tap).isGreaterThan(previous);
      previous = at;
    }
  }

  @Test
  void writesOneFileForEachKernel() throws IOException {
    GenerateKernels.main(new String[] {folder.toString()});
    try (Stream<Path> files = Files.list(folder.resolve("io/scopegraph/cpu/vector"))) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names)
          .containsExactlyElementsOf(
              GenerateKernels.all().stream()
                  .map(source -> source.name() + ".java")
                  .sorted()
                  .toList());
    }
  }

  @Test
  void wantsOneFolder() {
    assertThatThrownBy(() -> GenerateKernels.main(new String[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one folder, found 0 arguments");
  }
}
