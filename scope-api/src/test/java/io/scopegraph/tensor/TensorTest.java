package io.scopegraph.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorTest {
  private static TensorSpec spec(DType dtype, long... dims) {
    return new TensorSpec(dtype, Shape.of(dims));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void everyTypeKeepsSmallNumbers(DType dtype) {
    Tensor tensor = Tensor.allocate(spec(dtype, 2));
    tensor.setDouble(0, 1);
    tensor.setLong(1, dtype == DType.BOOL ? 1 : 100);

    assertThat(tensor.byteSize()).isEqualTo(2L * dtype.byteSize());
    assertThat(tensor.getLong(0)).isEqualTo(1);
    assertThat(tensor.getFloat(0)).isEqualTo(1f);
    assertThat(tensor.getDouble(1)).isEqualTo(dtype == DType.BOOL ? 1 : 100);
    assertThat(dtype).hasToString(dtype.name().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyTypeIsOfOneKind(DType dtype) {
    int kinds =
        (dtype.isFloating() ? 1 : 0)
            + (dtype.isInteger() ? 1 : 0)
            + (dtype == DType.BOOL ? 1 : 0)
            + (dtype.isNumeric() ? 0 : 1);

    assertThat(kinds).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "INT8,-128,127",
    "UINT8,0,255",
    "INT16,-32768,32767",
    "UINT16,0,65535",
    "INT32,-2147483648,2147483647",
    "UINT32,0,4294967295",
    "INT64,-9223372036854775808,9223372036854775807",
    "BOOL,0,1"
  })
  void integersHaveBoundsThatTheyKeep(DType dtype, long least, long greatest) {
    Tensor tensor = Tensor.allocate(spec(dtype, 2));
    tensor.setLong(0, dtype.minInteger());
    tensor.setLong(1, dtype.maxInteger());

    assertThat(tensor.toLongArray()).containsExactly(least, greatest);
  }

  @Test
  void complexNumbersHaveTheirRealPartFirst() {
    Tensor tensor = Tensor.filled(spec(DType.COMPLEX64, 2), 1.5);

    assertThat(tensor.getDouble(1)).isEqualTo(1.5);
    assertThat(tensor.segment().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1.5f, 0, 1.5f, 0);
  }

  @Test
  void noTensorHoldsStrings() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Tensor.allocate(spec(DType.STRING, 2)))
        .withMessage("Strings have no fixed size: string(2,)");
  }

  @Test
  void allocatesAlignedZeros() {
    for (int elements : new int[] {1, 3, 17}) {
      Tensor tensor = Tensor.allocate(spec(DType.UINT8, elements));
      assertThat(tensor.segment().address() % Tensor.ALIGNMENT).isZero();
      assertThat(tensor.toLongArray()).containsOnly(0);
    }
    assertThat(Tensor.ofFloats(Shape.of(1), 2).segment().address() % Tensor.ALIGNMENT).isZero();
  }

  @Test
  void copiesArrays() {
    float[] values = {1, 2, 3};
    Tensor tensor = Tensor.ofFloats(Shape.of(3), values);
    values[0] = 9;

    assertThat(tensor.toFloatArray()).containsExactly(1, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.ofFloats(Shape.of(4), values))
        .withMessage("float32(4,) needs 4 elements, found 3");
  }

  @Test
  void hasAFactoryForEachArray() {
    assertThat(Tensor.ofDoubles(Shape.of(1), 0.1).getDouble(0)).isEqualTo(0.1);
    assertThat(Tensor.ofInts(Shape.of(1), -7).getLong(0)).isEqualTo(-7);
    assertThat(Tensor.vector(1, Long.MIN_VALUE).toLongArray()).containsExactly(1, Long.MIN_VALUE);
    assertThat(Tensor.ofBytes(DType.INT8, Shape.of(1), (byte) -1).getLong(0)).isEqualTo(-1);
    assertThat(Tensor.ofBytes(DType.UINT8, Shape.of(1), (byte) -1).getLong(0)).isEqualTo(255);
    assertThat(Tensor.ofBooleans(Shape.of(2), true, false).toLongArray()).containsExactly(1, 0);
    assertThat(Tensor.scalar(2f)).isNotEqualTo(Tensor.scalar(2)).isNotEqualTo(Tensor.scalar(2L));
    assertThat(Tensor.filled(spec(DType.BOOL, 2), 0.5).toLongArray()).containsExactly(1, 1);
  }

  @Test
  void wrapsDirectBuffersWithoutACopy() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(12).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(4);
    Tensor tensor = Tensor.wrap(spec(DType.INT32, 2), buffer);
    buffer.putInt(8, 77);

    assertThat(tensor.getLong(1)).isEqualTo(77);
    tensor.setLong(0, 5);
    assertThat(buffer.getInt(4)).isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.wrap(spec(DType.INT32, 2), ByteBuffer.allocate(8)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.wrap(spec(DType.INT32, 3), buffer))
        .withMessage("int32(3,) needs 12 bytes, the memory has 8");
  }

  @Test
  void readsMemoryOfAnyAlignment() {
    byte[] bytes = new byte[9];
    MemorySegment odd = MemorySegment.ofArray(bytes).asSlice(1);
    Tensor tensor = Tensor.wrap(spec(DType.FLOAT64, 1), odd);
    tensor.setDouble(0, Math.PI);

    assertThat(tensor.getDouble(0)).isEqualTo(Math.PI);
    assertThat(tensor.copy()).isEqualTo(tensor);
  }

  @Test
  void refusesWritesToReadOnlyData() {
    Tensor tensor = Tensor.scalar(1f).asReadOnly();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> tensor.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
    assertThat(tensor.asReadOnly()).isSameAs(tensor);
    assertThat(tensor.copy().segment().isReadOnly()).isFalse();
  }

  @Test
  void sharesDataWhenReshaped() {
    Tensor tensor = Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor flat = tensor.reshaped(Shape.of(4));
    tensor.setDouble(3, 9);

    assertThat(flat.getFloat(3)).isEqualTo(9);
    assertThatIllegalArgumentException().isThrownBy(() -> tensor.reshaped(Shape.of(5)));
    assertThatIllegalStateException().isThrownBy(() -> tensor.reshaped(Shape.of(-1)));
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0",
    "65504, 65504",
    "65520, Infinity",
    "1.00048828125, 1.0",
    "1.00146484375, 1.001953125",
    "5.9604645E-8, 5.9604645E-8",
    "2.9802322E-8, 0",
    "NaN, NaN"
  })
  void roundsToHalfWithTiesToEven(float value, Float rounded) {
    assertThat(through(DType.FLOAT16, value)).isEqualTo(rounded);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0",
    "1.00390625, 1.0",
    "1.01171875, 1.015625",
    "1.00390637, 1.0078125",
    "3.4028235E38, Infinity",
    "-Infinity, -Infinity",
    "1E-45, 0",
    "NaN, NaN"
  })
  void roundsToBfloat16WithTiesToEven(float value, Float rounded) {
    assertThat(through(DType.BFLOAT16, value)).isEqualTo(rounded);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void bfloat16IsTheNearestOfItsNeighbours(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 1000; round++) {
      float value = Float.intBitsToFloat(random.nextInt(0x7F00_0000));
      float rounded = through(DType.BFLOAT16, value);
      float below = Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xFFFF_0000);
      float above = Float.intBitsToFloat((Float.floatToRawIntBits(value) & 0xFFFF_0000) + 0x1_0000);
      double nearest = Math.min((double) value - below, (double) above - value);
      assertThat(Math.abs((double) value - rounded)).isEqualTo(nearest);
    }
  }

  private static float through(DType dtype, float value) {
    Tensor tensor = Tensor.allocate(spec(dtype, 1));
    tensor.setDouble(0, value);
    return tensor.getFloat(0);
  }

  @Test
  void convertsAsACastDoes() {
    assertThat(Tensor.filled(spec(DType.INT32, 1), -1.7).getLong(0)).isEqualTo(-1);
    assertThat(Tensor.filled(spec(DType.BOOL, 1), Double.NaN).getLong(0)).isEqualTo(1);
    assertThat(Tensor.ofFloats(Shape.of(2), -1.7f, 1.7f).toLongArray()).containsExactly(-1, 1);
  }

  @Test
  void equalsBySpecAndBits() {
    Tensor nan = Tensor.scalar(Float.NaN);

    assertThat(nan).isEqualTo(Tensor.scalar(Float.NaN)).hasSameHashCodeAs(nan.copy());
    assertThat(Tensor.scalar(0f)).isNotEqualTo(Tensor.scalar(-0f));
    assertThat(Tensor.vector(1, 2)).isNotEqualTo(Tensor.vector(1, 2).reshaped(Shape.of(2, 1)));
    assertThat(Tensor.allocate(spec(DType.INT32, 0)))
        .isEqualTo(Tensor.allocate(spec(DType.INT32, 0)));
  }

  @Test
  void printsAFewElements() {
    assertThat(Tensor.ofFloats(Shape.of(2), 1, 2.5f)).hasToString("float32(2,) [1.0, 2.5]");
    assertThat(Tensor.vector(1, 2)).hasToString("int64(2,) [1, 2]");
    assertThat(Tensor.allocate(spec(DType.INT8, 9))).hasToString("int8(9,)");
  }
}
