package io.scopegraph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.snappy.SnappyCompressor;
import io.scopegraph.io.ModelFormatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnappyTest {
  private static byte[] decompress(String hex) {
    return Snappy.decompress("file", HexFormat.of().parseHex(hex), 100);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing, 00, ''",
    "a literal, 030861 62 63, 616263",
    "a literal with a length of its own, 03f00261 62 63, 616263",
    "a near copy that overlaps, 0800610d 01, 6161616161616161",
    "a copy with two bytes of distance, 060461620e0200, 616261626162",
    "a copy with four bytes of distance, 060461620f02000000, 616261626162",
  })
  void readsEveryElement(String name, String hex, String expected) {
    assertThat(HexFormat.of().formatHex(decompress(hex.replace(" ", ""))))
        .as(name)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ff",
        "ffffffffff01",
        "ffffffff0f00",
        "80808008006161",
        "0408616263",
        "0308616263ff",
        "03086162",
        "03fc",
        "03fcffffffff",
        "03f4ffff61",
        "0600611102",
        "06006111",
        "0800610100",
        "0800611500",
        "080061fe0000",
        "080061ff01000000",
        "080061ffffffffff",
      })
  void refusesDamagedBlocks(String hex) {
    assertThatThrownBy(() -> decompress(hex))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("file at byte 100: ");
  }

  @Test
  void readsWhatAnotherImplementationCompressed() {
    SplittableRandom random = new SplittableRandom(5);
    SnappyCompressor compressor = new SnappyCompressor();
    for (int length : new int[] {0, 1, 59, 60, 61, 255, 256, 257, 4096, 70_000, 300_000}) {
      for (int symbols : new int[] {1, 3, 256}) {
        byte[] plain = new byte[length];
        for (int i = 0; i < length; i++) {
          plain[i] = (byte) random.nextInt(symbols);
        }
        byte[] compressed = new byte[compressor.maxCompressedLength(length)];
        int size = compressor.compress(plain, 0, length, compressed, 0, compressed.length);

        assertThat(Snappy.decompress("file", Arrays.copyOf(compressed, size), 0)).isEqualTo(plain);
      }
    }
  }
}
