package io.scopegraph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightsTest {
  @TempDir private Path folder = Path.of("");

  private static Tensor floats(float value, long... dims) {
    return Tensor.filled(new TensorSpec(DType.FLOAT32, Shape.of(dims)), value);
  }

  private Weights weights(Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve("model.safetensors");
    Weights.save(tensors, file, Map.of());
    return Weights.load(file);
  }

  @Test
  void setsEveryVariable() throws IOException {
    MapVariables variables = new MapVariables().with("a/w", floats(0, 2)).with("b", floats(0));

    LoadSummary summary = weights(Map.of("b", floats(1), "a/w", floats(2, 2))).into(variables);

    assertThat(variables.read("a/w")).isEqualTo(floats(2, 2));
    assertThat(variables.read("b")).isEqualTo(floats(1));
    assertThat(summary).hasToString("2 variables set, 12 bytes");
    assertThat(summary.loaded()).containsExactly("a/w", "b");
  }

  @Test
  void tellsAllThatIsWrongInOneTableAndSetsNothing() throws IOException {
    Weights weights =
        weights(
            ImmutableMap.of(
                "siamese/conv1/kernels", floats(1, 3, 3, 1, 8),
                "siamese/conv1/bias", floats(1, 9),
                "siamese/conv2/bias", Tensor.ofInts(Shape.of(2), 1, 2),
                "siamese/conv2/kernel", floats(1, 2, 2),
                "head/weights", floats(1, 4),
                "global_step", Tensor.scalar(7L)));
    MapVariables variables =
        new MapVariables()
            .with("siamese/conv1/kernel", floats(0, 3, 3, 1, 8))
            .with("siamese/conv1/bias", floats(0, 8))
            .with("siamese/conv2/kernel", floats(0, 2, 2))
            .with("siamese/conv2/bias", floats(0, 2))
            .with("output/scale", floats(0));

    WeightMismatchException error =
        catchThrowableOfType(WeightMismatchException.class, () -> weights.into(variables));

    assertThat(error)
        .hasMessage(
            """
            %s does not fit the variables: 2 missing, 1 of another shape, 1 of another dtype, 3 unused. Nothing was assigned.

            problem           variable               expected             in the file          nearest
            missing           siamese/conv1/kernel   float32(3, 3, 1, 8)  -                    siamese/conv1/kernels
            missing           output/scale           float32()            -                    -
            of another shape  siamese/conv1/bias     float32(8,)          float32(9,)          -
            of another dtype  siamese/conv2/bias     float32(2,)          int32(2,)            -
            unused            siamese/conv1/kernels  -                    float32(3, 3, 1, 8)  siamese/conv1/kernel
            unused            head/weights           -                    float32(4,)          -
            unused            global_step            -                    int64()              -

            Among the unused names, 1 of training; skipSlots() leaves them out.\
            """
                .formatted(weights.path()));
    assertThat(error.problems()).hasSize(7);
    variables
        .variables()
        .forEach(
            (name, _) -> assertThat(variables.read(name).toFloatArray()).as(name).containsOnly(0f));
  }

  @Test
  void hintsAtTheRenamingThatWouldHelp() throws IOException {
    Map<String, Tensor> tensors = Map.of("net/a/w", floats(1, 2), "net/a/b", floats(2, 3));
    MapVariables variables =
        new MapVariables().with("model/a/w", floats(0, 2)).with("model/a/b", floats(0, 3));

    assertThatThrownBy(() -> weights(tensors).into(variables))
        .hasMessageEndingWith(
            "\nrenamePrefix(\"net/\", \"model/\") would find 2 of the missing names.");

    weights(tensors).into(variables, LoadOptions.STRICT.renamePrefix("net/", "model/"));
    assertThat(variables.read("model/a/b")).isEqualTo(floats(2, 3));
  }

  @Test
  void saysWhenAFileHoldsSomethingElse() throws IOException {
    for (String contents : new String[] {"", "\u0008\u0007\u0012", "{\"a\": 1}", "plain text"}) {
      Path file = Files.writeString(folder.resolve("model.onnx"), contents);

      assertThat(Weights.isWeights(file)).isFalse();
      assertThatThrownBy(() -> Weights.load(file))
          .isInstanceOf(ModelFormatException.class)
          .hasMessage(
              "%s: expected a TensorFlow checkpoint, safetensors, npz or npy, found something else",
              file);
    }
  }

  @Test
  void renamesInTheGivenOrder() throws IOException {
    MapVariables variables = new MapVariables().with("MODEL/W", floats(0));

    LoadOptions options =
        LoadOptions.STRICT
            .renamePrefix("", "model/")
            .renamePrefix("other/", "wrong/")
            .rename(name -> name.toUpperCase(Locale.ROOT));
    weights(Map.of("w", floats(5))).into(variables, options);

    assertThat(variables.read("MODEL/W")).isEqualTo(floats(5));
  }

  @Test
  void refusesTwoNamesForOneVariable() throws IOException {
    MapVariables variables = new MapVariables().with("w", floats(0));
    Weights weights = weights(ImmutableMap.of("a/w", floats(1), "b/w", floats(2)));
    LoadOptions options =
        LoadOptions.STRICT.rename(name -> name.substring(name.lastIndexOf('/') + 1));

    assertThatThrownBy(() -> weights.into(variables, options))
        .isInstanceOf(WeightMismatchException.class)
        .hasMessageContaining("1 named twice")
        .hasMessageContaining("float32() as b/w  a/w");
    assertThat(variables.read("w")).isEqualTo(floats(0));
  }

  @Test
  void givesTensorsUnderOtherNames() throws IOException {
    Weights weights =
        weights(ImmutableMap.of("a/w", floats(1), "a/w/Adam", floats(2), "b", floats(3)));

    assertThat(weights.tensors(LoadOptions.STRICT.skipSlots().renamePrefix("a/", "x/")))
        .containsExactly(Map.entry("x/w", floats(1)), Map.entry("b", floats(3)));
    assertThatThrownBy(() -> weights.tensors(LoadOptions.STRICT.rename(_ -> "same")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("both \"a/w\" and \"a/w/Adam\" would be named \"same\"");
  }

  @Test
  void skipsSlotsOfOptimisers() throws IOException {
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    for (String name :
        List.of(
            "conv/w",
            "conv/w/Adam",
            "conv/w/Adam_1",
            "conv/w/Momentum",
            "conv/w/RMSProp_1",
            "beta1_power",
            "train/beta2_power_1",
            "global_step",
            "lonely/Adam")) {
      tensors.put(name, floats(1));
    }
    MapVariables variables =
        new MapVariables().with("conv/w", floats(0)).with("lonely/Adam", floats(0));

    LoadSummary summary =
        weights(tensors.buildOrThrow()).into(variables, LoadOptions.STRICT.skipSlots());

    assertThat(summary.ignored()).hasSize(7);
    assertThat(summary.loaded()).containsExactly("conv/w", "lonely/Adam");
    assertThat(summary).hasToString("2 variables set, 8 bytes; 7 names of the file ignored");
  }

  @Test
  void readsObjectBasedCheckpointsByTheNamesOfVariables() throws IOException {
    String suffix = "/.ATTRIBUTES/VARIABLE_VALUE";
    byte[] one = {0, 0, (byte) 0x80, 0x3F};
    Path index =
        new TestBundle(1)
            .add(0, "_CHECKPOINTABLE_OBJECT_GRAPH", TestBundle.STRING, new byte[9])
            .add(0, "layer/kernel" + suffix, TestBundle.FLOAT32, one)
            .add(0, "layer/kernel/.OPTIMIZER_SLOT/optimizer/m" + suffix, TestBundle.FLOAT32, one)
            .add(0, "optimizer/iter" + suffix, 9, new byte[8])
            .add(0, "save_counter" + suffix, 9, new byte[8])
            .write(folder.resolve("ckpt-1"));
    MapVariables variables = new MapVariables().with("layer/kernel", floats(0));

    LoadSummary summary = Weights.load(index).into(variables, LoadOptions.STRICT.skipSlots());

    assertThat(variables.read("layer/kernel")).isEqualTo(floats(1));
    assertThat(summary.ignored()).hasSize(4);
  }

  @Test
  void concernsOnlyTheWantedVariables() throws IOException {
    Map<String, Tensor> tensors = Map.of("encoder/w", floats(1), "decoder/w", floats(2));

    for (LoadOptions options :
        List.of(
            LoadOptions.STRICT.only("encoder/"),
            LoadOptions.STRICT.only(Pattern.compile("encoder/.*")),
            LoadOptions.STRICT.skip(name -> name.startsWith("decoder")).allowMissing(),
            LoadOptions.STRICT.renamePrefix("decoder/", "x/").ignoreUnused().allowMissing())) {
      MapVariables variables =
          new MapVariables().with("encoder/w", floats(0)).with("decoder/w", floats(0));
      LoadSummary summary = weights(tensors).into(variables, options);
      assertThat(variables.read("encoder/w")).isEqualTo(floats(1));
      assertThat(variables.read("decoder/w")).isEqualTo(floats(0));
      assertThat(summary.ignored()).containsExactly("decoder/w");
    }
    MapVariables other = new MapVariables().with("encoder/v", floats(0));
    assertThatThrownBy(() -> weights(tensors).into(other, LoadOptions.STRICT.only("encoder/")))
        .hasMessageContaining("1 missing, 1 unused");
  }

  @Test
  void convertsFloatsWhenAskedTo() throws IOException {
    Map<String, Tensor> tensors =
        Map.of(
            "half", Tensor.filled(new TensorSpec(DType.FLOAT16, Shape.of(2)), 1.5),
            "brain", Tensor.filled(new TensorSpec(DType.BFLOAT16, Shape.of(2)), -3),
            "double", Tensor.ofDoubles(Shape.of(2), 0.1, 1e300));
    MapVariables variables =
        new MapVariables()
            .with("half", floats(0, 2))
            .with("brain", floats(0, 2))
            .with("double", floats(0, 2));

    assertThatThrownBy(() -> weights(tensors).into(variables))
        .hasMessageContaining("3 of another dtype");
    weights(tensors).into(variables, LoadOptions.STRICT.convertFloats());

    assertThat(variables.read("half").toFloatArray()).containsExactly(1.5f, 1.5f);
    assertThat(variables.read("brain").toFloatArray()).containsExactly(-3, -3);
    assertThat(variables.read("double").toFloatArray())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY);
    MapVariables integers = new MapVariables().with("half", Tensor.ofInts(Shape.of(2), 0, 0));
    LoadOptions options = LoadOptions.STRICT.only("half").convertFloats();
    assertThatThrownBy(() -> weights(tensors).into(integers, options))
        .hasMessageContaining("1 of another dtype");
  }

  @Test
  void setsNothingIfOneTensorIsDamaged() throws IOException {
    byte[] one = {0, 0, (byte) 0x80, 0x3F};
    Path index =
        new TestBundle(1)
            .add(0, "a", TestBundle.FLOAT32, one)
            .add(0, "b", TestBundle.FLOAT32, one, entry -> entry.setCrc32C(1))
            .write(folder.resolve("ckpt"));
    MapVariables variables = new MapVariables().with("a", floats(0)).with("b", floats(0));

    assertThatThrownBy(() -> Weights.load(index).into(variables))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor \"b\"");
    assertThat(variables.read("a")).isEqualTo(floats(0));
    Weights.loadUnverified(index).into(variables);
    assertThat(variables.read("b")).isEqualTo(floats(1));
  }

  @Test
  void namesWhatIsOfAFormThatIsNotSupported() throws IOException {
    Path index =
        new TestBundle(1)
            .add(0, "words", TestBundle.STRING, new byte[3])
            .write(folder.resolve("ckpt"));
    MapVariables variables = new MapVariables().with("words", floats(0));

    assertThatThrownBy(() -> Weights.load(index).into(variables))
        .hasMessageContaining("1 of an unsupported form")
        .hasMessageContaining("string(): elements of type string are not supported");
  }

  @Test
  void longTablesAreCutAndCounted() throws IOException {
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    MapVariables variables = new MapVariables();
    for (int i = 0; i < 1500; i++) {
      tensors.put("file/%d".formatted(i), floats(i));
      variables.with("graph/scope%d/%d".formatted(i % 9, i), floats(0));
    }

    WeightMismatchException error =
        catchThrowableOfType(
            WeightMismatchException.class, () -> weights(tensors.buildOrThrow()).into(variables));

    assertThat(error.problems()).hasSize(3000);
    assertThat(String.valueOf(error.getMessage()).lines()).hasSizeLessThan(140);
    assertThat(error).hasMessageContaining("missing  ... and 1440 more");
  }

  @Test
  void savesVariablesAndReadsTheSameBits() throws IOException {
    MapVariables source = new MapVariables();
    SampleTensors.ofEveryType(8).forEach(source::with);
    Path file = folder.resolve("saved.SafeTensors");

    Weights.save(source, file, Map.of("step", "7"));

    assertThat(Weights.load(file).tensors())
        .containsExactlyInAnyOrderEntriesOf(SampleTensors.ofEveryType(8));
    assertThat(Weights.load(file).metadata()).containsExactly(Map.entry("step", "7"));
    assertThat(names()).containsExactly("saved.SafeTensors");
  }

  @Test
  void savesNpzAndReadsTheSameBits() throws IOException {
    ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
    SampleTensors.ofEveryType(9)
        .forEach((name, tensor) -> {
          if (tensor.dtype() != DType.BFLOAT16 && tensor.dtype().isNumeric()) {
            tensors.put(name, tensor);
          }
        });
    Path file = folder.resolve("saved.npz");

    Weights.save(tensors.buildOrThrow(), file, Map.of());

    assertThat(Weights.load(file).tensors()).containsExactlyEntriesOf(tensors.buildOrThrow());
  }

  @Test
  void replacesAFileWholeAndKeepsItOnAnError() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Weights first = weights(Map.of("w", floats(1, 1000)));
    Tensor view = first.tensor("w");
    MapVariables broken =
        new MapVariables() {
          @Override
          public Tensor read(String name) {
            throw new IllegalStateException("unreadable");
          }
        };
    broken.with("w", floats(3));

    assertThatThrownBy(() -> Weights.save(broken, file)).hasMessage("unreadable");
    assertThat(Weights.load(file).tensor("w")).isEqualTo(floats(1, 1000));
    weights(Map.of("w", floats(2)));

    assertThat(Weights.load(file).tensor("w")).isEqualTo(floats(2));
    assertThat(view).isEqualTo(floats(1, 1000));
    assertThat(names()).containsExactly("model.safetensors");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void refusesToSaveWhatTheFormatHasNoPlaceFor() {
    Map<String, Tensor> brain =
        Map.of("b", Tensor.filled(new TensorSpec(DType.BFLOAT16, Shape.of(1)), 1));

    assertThatThrownBy(() -> Weights.save(brain, folder.resolve("a.npz"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"b\": npz has no type for bfloat16");
    Map<String, Tensor> phase =
        Map.of("c", Tensor.allocate(new TensorSpec(DType.COMPLEX128, Shape.of(1))));
    assertThatThrownBy(() -> Weights.save(phase, folder.resolve("a.npz"), Map.of()))
        .hasMessageContaining("\"c\": complex128 is not written to npz");
    assertThatThrownBy(() -> Weights.save(phase, folder.resolve("a.safetensors"), Map.of()))
        .hasMessageContaining("\"c\": safetensors has no type for complex128");
    assertThatThrownBy(() -> Weights.save(Map.of(), folder.resolve("a.npz"), Map.of("k", "v")))
        .hasMessageContaining("no place for metadata");
    assertThatThrownBy(() -> Weights.save(Map.of(), folder.resolve("a.h5"), Map.of()))
        .hasMessageContaining(".safetensors or .npz");
    assertThatThrownBy(() ->
            Weights.save(
                Map.of("__metadata__", floats(1)), folder.resolve("a.safetensors"), Map.of()))
        .hasMessageContaining("__metadata__");
    assertThatThrownBy(
            () -> Weights.save(Map.of(), folder.resolve("none").resolve("a.npz"), Map.of()))
        .isInstanceOf(IOException.class);
    assertThat(folder).isEmptyDirectory();
  }
}
