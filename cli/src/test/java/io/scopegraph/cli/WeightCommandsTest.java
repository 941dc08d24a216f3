package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands on files of weights.
class WeightCommandsTest {
  private static final Tensor KERNEL = Tensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
  private static final Tensor FLAGS = Tensor.ofBytes(DType.BOOL, Shape.of(1), (byte) 1);

  private static final ImmutableMap<String, Tensor> TENSORS =
      ImmutableMap.of(
          "conv/kernel",
          KERNEL,
          "conv/kernel/Adam",
          Tensor.ofFloats(Shape.of(2, 3), 0, 0, 0, 0, 0, 0),
          "flags",
          FLAGS,
          "global_step",
          Tensor.scalar(9L));

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("model.safetensors");
    Weights.save(TENSORS, file, Map.of("format", "scopegraph"));
  }

  @Test
  void infoPrintsTheTensors() {
    assertThat(Outcome.of("info", file).succeeds().out())
        .isEqualTo(
            """
            %s  (safetensors)
              format: scopegraph
            tensor            dtype    shape   bytes
            conv/kernel       float32  (2, 3)     24
            conv/kernel/Adam  float32  (2, 3)     24
            flags             bool     (1,)        1
            global_step       int64    ()          8
            tensors 4, elements 14, 57 B
            """
                .formatted(file));
  }

  @Test
  void infoInJsonAgrees() {
    JsonNode json = Outcome.of("info", file, "--json").succeeds().json();

    assertThat(json.path("format").asText()).isEqualTo("safetensors");
    assertThat(json.at("/metadata/format").asText()).isEqualTo("scopegraph");
    assertThat(json.path("count").asInt()).isEqualTo(4);
    assertThat(json.path("elements").asLong()).isEqualTo(14);
    assertThat(json.path("bytes").asLong()).isEqualTo(57);
    assertThat(json.at("/tensors/0").toString())
        .isEqualTo("{\"name\":\"conv/kernel\",\"dtype\":\"float32\",\"shape\":[2,3],\"bytes\":24}");
  }

  @Test
  void infoOfADamagedFileSaysWhatIsWrong() throws IOException {
    Path half = Fixtures.half(file, "half.safetensors");
    Outcome.of("info", half).failsWith(4, half, "a header of");
    Files.writeString(half, "nothing");
    Outcome.of("info", half).failsWith(4, half, "expected a safetensors file");
  }

  @Test
  void convertRenamesAndSkips() {
    Path target = folder.resolve("out.npz");

    Outcome outcome =
        Outcome.of(
                "convert",
                file,
                target,
                "--skip-slots",
                "--rename-prefix=conv/=net/conv/",
                "--rename-prefix=net/=model/")
            .succeeds();

    assertThat(outcome.out()).isEqualTo("%s  tensors 2, 25 B%n".formatted(target));
    assertThat(Weights.load(target).tensors())
        .containsExactlyInAnyOrderEntriesOf(Map.of("model/conv/kernel", KERNEL, "flags", FLAGS));
  }

  @Test
  void convertKeepsAllBitsAndMetadata() {
    Path target = folder.resolve("copy.safetensors");
    Outcome.of("convert", file, target).succeeds();
    assertThat(Weights.load(target).tensors()).containsExactlyEntriesOf(TENSORS);
    assertThat(Weights.load(target).metadata()).containsEntry("format", "scopegraph");
  }

  @Test
  void convertExplainsItself() {
    Path target = folder.resolve("copy.npz");
    Outcome.of("convert", file, folder.resolve("a.h5")).failsWith(2, ".safetensors or .npz");
    Outcome.of("convert", file, target, "--rename-prefix", "conv").failsWith(2, "FROM=TO");
    Outcome.of("convert", folder.resolve("none"), target).failsWith(4, "none", "no such file");
    Outcome.of("convert", file, folder.resolve("none").resolve("a.npz")).failsWith(5, "none");
    assertThat(target).doesNotExist();
  }
}
