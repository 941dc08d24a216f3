package io.scopegraph.onnx;

import static io.scopegraph.onnx.TestModel.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxTensorsTest {
  private static Tensor parse(TensorProto.Builder proto) {
    return OnnxTensors.parse("t.pb", proto.build().toByteArray());
  }

  @Test
  void readsTypedData() {
    assertThat(parse(tensor(1, "t", 2).addFloatData(1).addFloatData(-2)))
        .isEqualTo(Tensor.ofFloats(Shape.of(2), 1, -2));
    assertThat(parse(tensor(11, "t", 1).addDoubleData(0.1)))
        .isEqualTo(Tensor.ofDoubles(Shape.of(1), 0.1));
    assertThat(parse(tensor(7, "t", 1).addInt64Data(-5))).isEqualTo(Tensor.vector(-5));
    assertThat(parse(tensor(6, "t", 1).addInt32Data(-5))).isEqualTo(Tensor.ofInts(Shape.of(1), -5));
    assertThat(parse(tensor(2, "t", 1).addInt32Data(200)).getLong(0)).isEqualTo(200);
    assertThat(parse(tensor(3, "t", 1).addInt32Data(-100)).getLong(0)).isEqualTo(-100);
    assertThat(parse(tensor(9, "t", 2).addInt32Data(1).addInt32Data(0)))
        .isEqualTo(Tensor.ofBooleans(Shape.of(2), true, false));
  }

  @Test
  void halfPrecisionIsGivenAsBitPatterns() {
    Tensor half = parse(tensor(10, "t", 1).addInt32Data(0x3E00));
    Tensor brain = parse(tensor(16, "t", 1).addInt32Data(0xBFC0));

    assertThat(half.dtype()).isEqualTo(DType.FLOAT16);
    assertThat(half.getDouble(0)).isEqualTo(1.5);
    assertThat(brain.dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(brain.getDouble(0)).isEqualTo(-1.5);
  }

  @Test
  void rawDataComeBeforeTypedData() {
    byte[] raw = {0, 0, (byte) 0x80, 0x3F};

    assertThat(parse(tensor(1, "t", 1).setRawData(ByteString.copyFrom(raw)).addFloatData(7)))
        .isEqualTo(Tensor.ofFloats(Shape.of(1), 1));
  }

  @Test
  void missingDimsMeanRankZero() {
    assertThat(parse(tensor(1, "t").addFloatData(3))).isEqualTo(Tensor.scalar(3f));
  }

  @Test
  void aTensorWithoutElementsNeedsNoData() {
    assertThat(parse(tensor(1, "t", 0, 4)).shape()).isEqualTo(Shape.of(0, 4));
  }

  @Test
  void takesNumbersOneByOneAsWellAsPacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.writeInt64(1, 2);
    output.writeInt32(2, 1);
    output.writeFloat(4, 5);
    output.writeFloat(4, 6);
    output.flush();

    assertThat(OnnxTensors.parse("t.pb", bytes.toByteArray()))
        .isEqualTo(Tensor.ofFloats(Shape.of(2), 5, 6));
  }

  @Test
  void refusesDataThatDoNotFitTheDims() {
    assertThatThrownBy(() -> parse(tensor(1, "w", 3).addFloatData(1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("t.pb: tensor \"w\": float32(3,) needs 3 elements, found 1");
    assertThatThrownBy(() -> parse(tensor(1, "w", 2).setRawData(ByteString.copyFrom(new byte[7]))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("needs 8 bytes of raw data, found 7");
    assertThatThrownBy(() -> parse(tensor(1, "w", 3))).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void refusesDimsThatNoMemoryHolds() {
    assertThatThrownBy(() -> parse(tensor(1, "w", -1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("dim 0 is negative: -1");
    assertThatThrownBy(() -> parse(tensor(1, "w", Long.MAX_VALUE, 2)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("exceeds 63 bits");
    assertThatThrownBy(() -> parse(tensor(1, "w", 1L << 40)))
        .isInstanceOf(ModelFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 5, 8, 12, 13, 14, 17, 22, 99, -1})
  void refusesOtherElementTypesByName(int type) {
    assertThatThrownBy(() -> parse(tensor(type, "w", 0)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageMatching(".*element type [a-z0-9 -]+ is not supported");
  }

  @Test
  void readsFiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("input_0.pb");
    Files.write(file, tensor(1, "t").addFloatData(3).build().toByteArray());

    assertThat(OnnxTensors.readFile(file)).isEqualTo(Tensor.scalar(3f));
    assertThatThrownBy(() -> OnnxTensors.readFile(folder.resolve("none.pb")))
        .isInstanceOf(ModelFormatException.class);
  }
}
