package io.scopegraph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.graph.Graph;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.onnx.proto.StringStringEntryProto;
import io.scopegraph.onnx.proto.TensorProto;
import io.scopegraph.op.Constant;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExternalDataTest {
  @TempDir Path folder;

  @BeforeEach
  void writeWeights() throws IOException {
    Files.createDirectories(folder.resolve("model/parts"));
    byte[] weights = {9, 9, 0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40};
    Files.write(folder.resolve("model/parts/w.bin"), weights);
    Files.write(folder.resolve("outside.bin"), weights);
  }

  @Test
  void readsARangeOfAFileBesideTheModel() throws IOException {
    assertThat(weight("location", "parts/w.bin", "offset", "2", "length", "8"))
        .isEqualTo(Tensor.ofFloats(Shape.of(2), 1, 2));
    assertThat(weight("location", "parts/w.bin", "offset", "2"))
        .isEqualTo(Tensor.ofFloats(Shape.of(2), 1, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "../outside.bin",
        "parts/../../outside.bin",
        "/etc/passwd",
        "C:/w.bin",
        "parts\\w.bin",
        "parts/w.bin\0",
        "none.bin",
        "parts",
        "link.bin",
        "."
      })
  void refusesOtherPlaces(String location) throws IOException {
    Files.createSymbolicLink(folder.resolve("model/link.bin"), folder.resolve("outside.bin"));

    assertThatThrownBy(() -> weight("location", location, "offset", "2"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor \"w\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "offset=-2",
        "offset=x",
        "offset=11",
        "offset=3",
        "offset=99999999999999999999",
        "offset=2 length=9",
        "offset=2 length=4",
        "length=9223372036854775807",
        "checksum=1"
      })
  void refusesRangesThatDoNotFit(String entries) {
    String[] all = ("location=parts/w.bin " + entries).split("[ =]");

    assertThatThrownBy(() -> weight(all))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor \"w\"");
  }

  @Test
  void refusesTensorsWithoutALocationAndModelsWithoutAFolder() {
    assertThatThrownBy(() -> weight("offset", "2")).isInstanceOf(ModelFormatException.class);
    byte[] bytes = model("location", "parts/w.bin").bytes();
    assertThatThrownBy(() -> OnnxImporter.importBytes("m.onnx", bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("given as bytes");
  }

  private Tensor weight(String... entries) throws IOException {
    Path file = folder.resolve("model/m.onnx");
    Files.write(file, model(entries).bytes());
    Graph graph = OnnxImporter.importFile(file);
    return ((Constant) graph.op(graph.value("w"))).value();
  }

  private static TestModel model(String... entries) {
    TensorProto.Builder tensor = TestModel.tensor(TestModel.FLOAT, "w", 2).setDataLocation(1);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
    }
    return TestModel.opset(13).initializer(tensor).output("w");
  }
}
