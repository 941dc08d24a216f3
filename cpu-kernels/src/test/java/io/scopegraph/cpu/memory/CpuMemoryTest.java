package io.scopegraph.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

class CpuMemoryTest {
  @Test
  void startsAsZerosAndReturnsWhatWasWritten() {
    CpuMemory memory = CpuMemory.allocate("test", 131);
    Tensor value = Tensor.ofBytes(DType.UINT8, Shape.of(3), (byte) 1, (byte) 2, (byte) 255);
    memory.write(128, value.segment());
    Tensor read = Tensor.allocate(value.spec());
    memory.read(128, read.segment());
    assertThat(read).isEqualTo(value);
    assertThat(
            memory.range(0, 128).tensor(new TensorSpec(DType.FLOAT32, Shape.of(32))).toFloatArray())
        .containsOnly(0f);
    assertThat(memory.range(128, 3).tensor(value.spec())).isEqualTo(value);
  }

  @Test
  void refusesWhatReachesBeyondTheBlock() {
    CpuMemory memory = CpuMemory.allocate("test", 100);
    Tensor ten = Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(10)));
    assertThatThrownBy(() -> memory.write(64, ten.segment()))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.range(64, 40)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.range(2, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatCannotBeReserved() {
    assertThatThrownBy(() -> CpuMemory.allocate("the arena", 1L << 33))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("the arena")
        .hasMessageContaining("8,589,934,592");
    // More than the heap of any test, but a legal array.
    assertThatThrownBy(() -> CpuMemory.allocate("the arena", (1L << 33) - 10_000))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("the arena")
        .hasMessageContaining("-Xmx");
  }
}
