package io.scopegraph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files written by other programs, against values recorded with those.
final class PublishedWeightsTest {
  @ParameterizedTest
  @CsvSource({
    "fsrcnn-x2, checkpoint, 71",
    "fsrcnn-x2, checkpoint/checkpoint, 71",
    "fsrcnn-x2, checkpoint/fsrcnn_ckpt, 71",
    "fsrcnn-x2, checkpoint/fsrcnn_ckpt.index, 71",
    "fsrcnn-x2, checkpoint/fsrcnn_ckpt.data-00000-of-00001, 71",
    "mnist-conv-savedmodel, '', 20",
    "mnist-conv-savedmodel, variables, 20",
    "mnist-conv-savedmodel, variables/variables, 20",
    "mnist-conv-savedmodel, variables/variables.index, 20",
  })
  void checkpointsHoldEveryRecordedVariable(String model, String path, int count)
      throws IOException {
    Path folder = SharedModels.folder(model);
    JsonNode expected = SharedModels.json(folder.resolve("variables.json"));

    Weights weights = Weights.load(folder.resolve(path));

    assertThat(weights.format()).isEqualTo(WeightFormat.TENSORFLOW_CHECKPOINT);
    List<String> names = new ArrayList<>();
    expected.fieldNames().forEachRemaining(names::add);
    assertThat(weights.entries().keySet())
        .containsExactlyInAnyOrderElementsOf(names)
        .hasSize(count);
    names.forEach(name -> assertMatches(weights.tensor(name), expected.path(name)));
    assertThat(weights.tensors().keySet()).isEqualTo(weights.entries().keySet());
  }

  private static void assertMatches(Tensor tensor, JsonNode expected) {
    assertThat(tensor.dtype())
        .isEqualTo(expected.path("dtype").asText().equals("f32") ? DType.FLOAT32 : DType.INT64);
    List<Long> dims = new ArrayList<>();
    expected.path("shape").forEach(dim -> dims.add(dim.asLong()));
    assertThat(tensor.shape().dims()).containsExactly(dims.toArray(Long[]::new));
    JsonNode first = expected.path("first");
    for (int i = 0; i < first.size(); i++) {
      assertThat(tensor.getDouble(i)).isEqualTo(first.get(i).asDouble());
    }
    assertThat(tensor.getDouble(tensor.elementCount() - 1))
        .isEqualTo(expected.path("last").asDouble());
    double sum = 0;
    double magnitude = 0;
    for (long i = 0; i < tensor.elementCount(); i++) {
      sum += tensor.getDouble(i);
      magnitude += Math.abs(tensor.getDouble(i));
    }
    // Sums of doubles in another order differ by their rounding.
    assertThat(sum).isCloseTo(expected.path("sum").asDouble(), within(1e-12 * magnitude));
  }

  @Test
  void safetensors() throws IOException {
    Path folder = SharedModels.folder("arrays");
    JsonNode expected =
        SharedModels.json(folder.resolve("expected.json")).path("jfk-codes.safetensors");

    Weights weights = Weights.load(folder.resolve("jfk-codes.safetensors"));

    assertThat(weights.format()).isEqualTo(WeightFormat.SAFETENSORS);
    assertThat(weights.entries().keySet()).containsExactly("codes");
    assertMatches(weights.tensor("codes"), expected.path("codes"));
  }

  @Test
  void numpy() throws IOException {
    Path folder = SharedModels.folder("arrays");
    JsonNode expected = SharedModels.json(folder.resolve("expected.json"));

    Weights npz = Weights.load(folder.resolve("test.npz"));
    Weights npy = Weights.load(folder.resolve("test.npy"));

    assertThat(npz.format()).isEqualTo(WeightFormat.NPZ);
    assertThat(npz.entries().keySet()).containsExactly("x", "x_plus_one");
    npz.tensors()
        .forEach((name, tensor) ->
            assertThat(tensor.toLongArray())
                .containsExactly(longs(expected.at("/test.npz/entries/" + name + "/values"))));
    assertThat(npy.format()).isEqualTo(WeightFormat.NPY);
    assertThat(npy.tensor("arr_0").toLongArray())
        .containsExactly(longs(expected.at("/test.npy/values")));
  }

  private static long[] longs(JsonNode array) {
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asLong();
    }
    return values;
  }
}
