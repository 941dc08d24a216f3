package io.scopegraph.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NpyFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BFLOAT16", "COMPLEX64", "COMPLEX128", "STRING"})
  void readsWhatItWrites(DType dtype) throws IOException {
    for (Shape shape :
        new Shape[] {Shape.scalar(), Shape.of(5), Shape.of(2, 3, 4), Shape.of(0, 3)}) {
      Tensor tensor = Tensor.allocate(new TensorSpec(dtype, shape));
      for (long i = 0; i < tensor.elementCount(); i++) {
        tensor.setLong(i, i - 3);
      }
      Path file = folder.resolve("array.npy");

      NpyFile.write(file, tensor);

      assertThat(NpyFile.read(file)).isEqualTo(tensor);
    }
  }

  @Test
  void dataBeginAtAMultipleOf64() throws IOException {
    Path file = folder.resolve("array.npy");

    NpyFile.write(file, Tensor.ofBytes(DType.INT8, Shape.of(3), (byte) 7, (byte) 8, (byte) 9));

    byte[] bytes = Files.readAllBytes(file);
    assertThat((bytes.length - 3) % 64).isZero();
    assertThat(bytes).endsWith('\n', 7, 8, 9);
  }

  @Test
  void writesBfloat16AsFloat32() throws IOException {
    Path file = folder.resolve("array.npy");

    NpyFile.write(file, Tensor.filled(new TensorSpec(DType.BFLOAT16, Shape.of(2)), 1.5));

    assertThat(NpyFile.read(file)).isEqualTo(Tensor.ofFloats(Shape.of(2), 1.5f, 1.5f));
  }

  @Test
  void writesArraysThatAreNoBytes() throws IOException {
    Path npy = folder.resolve("array.npy");
    Path safetensors = folder.resolve("arrays.safetensors");
    float[] values = new float[700_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    MemorySegment part = MemorySegment.ofArray(values).asSlice(40, 4L * 600_000);
    Tensor tensor = Tensor.wrap(new TensorSpec(DType.FLOAT32, Shape.of(600_000)), part);

    NpyFile.write(npy, tensor);
    Weights.save(Map.of("x", tensor), safetensors, Map.of());

    assertThat(NpyFile.read(npy)).isEqualTo(tensor);
    assertThat(Weights.load(safetensors).tensor("x")).isEqualTo(tensor);
  }

  @Test
  void overwritesTheFileThatItRead() throws IOException {
    Path file = folder.resolve("array.npy");
    NpyFile.write(file, Tensor.vector(1, 2, 3));
    Tensor read = NpyFile.read(file);

    NpyFile.write(file, Tensor.vector(4));

    assertThat(read.toLongArray()).containsExactly(1, 2, 3);
  }

  @Test
  void transposesColumnMajorData() {
    Tensor tensor =
        NpyFile.parse(
            "f",
            file("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3)}", 1, 2, 3, 4, 5, 6));

    assertThat(tensor)
        .isEqualTo(Tensor.ofBytes(DType.UINT8, Shape.of(2, 3), new byte[] {1, 3, 5, 2, 4, 6}));
  }

  @ParameterizedTest
  @CsvSource({
    ">i4, INT32, -2, 255 255 255 254",
    "=i4, INT32, -2, 254 255 255 255",
    "<i2, INT16, -2, 254 255",
    ">i2, INT16, -2, 255 254",
    "<u2, UINT16, 65534, 254 255",
    ">u4, UINT32, 4294967294, 255 255 255 254",
    ">i8, INT64, -2, 255 255 255 255 255 255 255 254",
    ">f2, FLOAT16, 1.5, 62 0",
    "|b1, BOOL, 1, 1",
  })
  void swapsTheBytesOfElements(String descr, DType dtype, double value, String data) {
    int[] bytes = Arrays.stream(data.split(" ")).mapToInt(Integer::parseInt).toArray();
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': ()}".formatted(descr);

    Tensor tensor = NpyFile.parse("f", file(header, bytes));

    assertThat(tensor.dtype()).isEqualTo(dtype);
    assertThat(tensor.getDouble(0)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }   \n",
        "{\"shape\":(2),\"descr\":\"|u1\",\"fortran_order\":False}",
        "{ 'fortran_order' : True ,\n 'shape' : ( 2 , ) , 'descr' : '<u1' }",
      })
  void takesTheHeaderInAnyOrderAndSpacing(String header) {
    assertThat(NpyFile.parse("f", file(header, 8, 9)).toLongArray()).containsExactly(8, 9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '|O', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<U2', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<u8', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-2,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<i8', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (2,)}",
        "{'descr': '|u1', 'fortran_order': False}",
        "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), 'more': 1}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)} x",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2,",
        "",
      })
  void refusesOtherHeaders(String header) {
    assertThatThrownBy(() -> NpyFile.parse("array.npy", file(header, 1, 2)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("array.npy");
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = file("{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}", 1, 2);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> NpyFile.parse("f", part)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void saysWhichByteIsWrong() {
    byte[] bytes = file("{'descr': '|u1', 'fortran_order': None, 'shape': (2,)}", 1, 2);

    assertThatThrownBy(() -> NpyFile.parse("f", bytes))
        .hasMessage("f at byte 44: expected True or False")
        .extracting(e -> ((ModelFormatException) e).offset().orElseThrow())
        .isEqualTo(44L);
  }

  @Test
  void namesAMissingFileAndAFolder() {
    assertThatThrownBy(() -> NpyFile.read(folder.resolve("none.npy")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("none.npy")
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> NpyFile.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("not a file");
  }

  /// A version 1 file with the given header and data.
  static byte[] file(String header, int... data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.write(header.length());
    bytes.write(header.length() >> 8);
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    for (int value : data) {
      bytes.write(value);
    }
    return bytes.toByteArray();
  }
}
