package io.scopegraph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsFileTest {
  private static final String TWO_BYTES =
      "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}";

  @TempDir private Path folder = Path.of("");

  /// A file with a header and so many bytes of data.
  private Path file(String header, int data) throws IOException {
    return Files.write(folder.resolve("model.safetensors"), bytes(header, data));
  }

  static byte[] bytes(String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + data)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text);
    for (int i = 0; i < data; i++) {
      bytes.put((byte) (i + 1));
    }
    return bytes.array();
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    ImmutableMap<String, Tensor> tensors = SampleTensors.ofEveryType(3);
    Map<String, String> metadata = ImmutableMap.of("format", "pt", "note", "\u00fc\n\"");
    Path file = folder.resolve("all.safetensors");

    Weights.save(tensors, file, metadata);
    Weights weights = Weights.load(file);

    assertThat(weights.format()).isEqualTo(WeightFormat.SAFETENSORS);
    assertThat(weights.metadata()).isEqualTo(metadata);
    assertThat(weights.tensors()).containsExactlyEntriesOf(tensors);
    assertThat(weights.tensors().values())
        .allSatisfy(tensor -> {
          assertThat(tensor.segment().isReadOnly()).isTrue();
          assertThat(tensor.segment().address() % tensor.dtype().byteSize()).isZero();
        });
  }

  @Test
  void viewsTheMapWhereElementsAreAligned() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[4,5]},"
            + "\"c\":{\"dtype\":\"I16\",\"shape\":[1],\"data_offsets\":[5,7]}}";
    String padded = Strings.padEnd(header, Math.ceilDiv(header.length(), 8) * 8, ' ');

    Weights weights = Weights.load(file(padded, 7));

    assertThat(weights.tensor("a").segment().isMapped()).isTrue();
    assertThat(weights.tensor("b").segment().isMapped()).isTrue();
    assertThat(weights.tensor("a").segment().get(ValueLayout.JAVA_INT, 0)).isEqualTo(0x04030201);

    Path other = Files.write(folder.resolve("shifted.safetensors"), bytes(padded + " ", 7));
    Weights shifted = Weights.load(other);

    assertThat(shifted.tensor("a").segment().isMapped()).isFalse();
    assertThat(shifted.tensor("a")).isEqualTo(weights.tensor("a"));
  }

  @Test
  void takesScalarsEmptyTensorsAndSpaces() throws IOException {
    Weights weights =
        Weights.load(
            file(
                "{\"e\":{\"dtype\":\"F64\",\"shape\":[3,0],\"data_offsets\":[2,2]},"
                    + " \"s\": {\"shape\":[], \"data_offsets\":[0,2], \"dtype\":\"F16\"},"
                    + "\"f\":{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[0,0]}}   ",
                2));

    assertThat(weights.entries().keySet()).containsExactly("e", "s", "f");
    assertThat(weights.tensor("s").shape()).isEqualTo(Shape.scalar());
    assertThat(weights.tensor("e").shape()).isEqualTo(Shape.of(3, 0));
    assertThat(weights.tensor("f").byteSize()).isZero();
    assertThat(Weights.load(file("{}", 0)).entries()).isEmpty();
  }

  @Test
  void listsTypesItCannotLoadAndRefusesThemByName() throws IOException {
    Weights weights =
        Weights.load(
            file(
                "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]},"
                    + "\"y\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[2,3]}}",
                3));

    assertThat(weights.entries().get("x")).hasToString("float8_e4m3fn(2,)");
    assertThat(weights.entries().get("y")).hasToString("F4(2,)");
    assertThatThrownBy(() -> weights.tensor("y"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageEndingWith("tensor \"y\": elements of type F4 are not supported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A hole, an overlap, a range past the end, one before the beginning, and one backwards.
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[-2,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,0]}}",
        "{\"a\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[1,-9223372036854775808]}}",
        // Sizes that do not fit, or are no sizes.
        "{\"a\":{\"dtype\":\"U16\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[-2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[NaN],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2.0],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2e0],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[\"2\"],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[[2]],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":2,\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0]}}",
        // Names twice, members missing, other JSON.
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2],\"data_offsets\":[0,2]}}",
        "{\"__metadata__\":{},\"__metadata__\":{},\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"},\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"__metadata__\":{\"k\":1},\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"__metadata__\":[],\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":8,\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":null,\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"shape\":[2],\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,2]}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2]}}",
        "{\"a\":7}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}}",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}} x",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}{}",
        " {\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        "[]",
        "{}",
        "{\u0000\"a\":1}",
      })
  void refusesOtherHeaders(String header) throws IOException {
    Path file = file(header, 2);

    assertThatThrownBy(() -> Weights.load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file + " at byte ");
  }

  @Test
  void refusesDeepNesting() throws IOException {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    Path file = file(TWO_BYTES.replace("\"dtype\"", "\"more\":" + deep + ",\"dtype\""), 2);

    assertThatThrownBy(() -> Weights.load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("nesting");
  }

  @Test
  void refusesTextThatIsNoUnicode() throws IOException {
    byte[] bytes = bytes(TWO_BYTES, 2);
    bytes[10] = (byte) 0xFF;
    Path file = Files.write(folder.resolve("model.safetensors"), bytes);

    assertThatThrownBy(() -> Weights.load(file)).isInstanceOf(ModelFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 61, 100_000_001, 1L << 32, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void refusesLengthsThatCannotBeTrue(long length) throws IOException {
    byte[] bytes = bytes(TWO_BYTES, 2);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    Path file = Files.write(folder.resolve("model.safetensors"), bytes);

    assertThatThrownBy(() -> Weights.load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.safetensors at byte ");
  }

  @Test
  void refusesEveryTruncationAndExtension() throws IOException {
    byte[] whole = bytes(TWO_BYTES, 2);
    Path file = folder.resolve("model.safetensors");
    for (int length = 0; length <= whole.length + 1; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      if (length == whole.length) {
        assertThat(Weights.load(file).tensor("a").toLongArray()).containsExactly(1, 2);
      } else {
        assertThatThrownBy(() -> Weights.load(file))
            .isInstanceOf(ModelFormatException.class)
            .hasMessageStartingWith(file.toString());
      }
    }
  }

  @Test
  void readsSetsOfFiles() throws IOException {
    Tensor first = Tensor.ofFloats(Shape.of(2), 1, 2);
    Tensor second = Tensor.ofBytes(DType.INT8, Shape.of(1), (byte) 3);
    Weights.save(Map.of("a", first), folder.resolve("part-1.safetensors"), Map.of("format", "pt"));
    Weights.save(Map.of("b", second), folder.resolve("part-2.safetensors"), Map.of());
    Path index = index("\"b\":\"part-2.safetensors\",\"a\":\"part-1.safetensors\"");

    for (Path path : new Path[] {folder, index}) {
      Weights weights = Weights.load(path);
      assertThat(weights.tensors().keySet()).containsExactly("b", "a");
      assertThat(weights.tensor("a")).isEqualTo(first);
      assertThat(weights.tensor("b")).isEqualTo(second);
      assertThat(weights.metadata()).containsExactly(Map.entry("format", "pt"));
    }
  }

  private Path index(String map) throws IOException {
    return Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":9},\"weight_map\":{%s}}".formatted(map));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\":\"../part.safetensors\"",
        "\"a\":\"x/../../part.safetensors\"",
        "\"a\":\"/etc/hostname\"",
        "\"a\":\"C:part.safetensors\"",
        "\"a\":\"x\\\\part.safetensors\"",
        "\"a\":\"part.safetensors\\u0000\"",
        "\"a\":\"\"",
        "\"a\":\".\"",
        "\"a\":\"link.safetensors\"",
        "\"a\":\"none.safetensors\"",
        "\"b\":\"part.safetensors\"",
        "\"a\":\"part.safetensors\",\"b\":\"part.safetensors\"",
        "\"a\":\"part.safetensors\",\"a\":\"part.safetensors\"",
        "\"a\":7",
        "\"a\":\"part.safetensors\"},\"weight_map\":{",
      })
  void refusesSetsThatReachOutOrDoNotAgree(String map) throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Weights.save(Map.of("a", Tensor.scalar(1f)), folder.resolve("outside.safetensors"), Map.of());
    Weights.save(Map.of("a", Tensor.scalar(1f)), inside.resolve("part.safetensors"), Map.of());
    Files.createSymbolicLink(
        inside.resolve("link.safetensors"), folder.resolve("outside.safetensors"));
    Path index = inside.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\":{%s}}".formatted(map));

    assertThatThrownBy(() -> Weights.load(index))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(index.toString());
  }
}
