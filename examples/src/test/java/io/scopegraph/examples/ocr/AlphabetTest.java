package io.scopegraph.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlphabetTest {
  private final Alphabet alphabet = Alphabet.load();

  @Test
  void hasAClassForEveryKeyAndForBlankAndSpace() {
    assertThat(alphabet.size()).isEqualTo(6625);
  }

  @Test
  void mapsClassesToCharacters() {
    assertThat(alphabet.character(26)).isEqualTo("0");
    assertThat(alphabet.character(1221)).isEqualTo("A");
    assertThat(alphabet.character(6624)).isEqualTo(" ");
  }

  @Test
  void keepsTheIdeographicSpace() {
    assertThat(alphabet.character(5710)).isEqualTo("\u3000");
  }
}
