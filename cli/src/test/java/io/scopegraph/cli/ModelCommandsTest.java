package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scopegraph.io.NpyFile;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that take a model, on a good one.
class ModelCommandsTest {
  private static final String SHAPE = "x=2,3,48,192";

  @TempDir private Path folder = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void copyModel() throws IOException {
    model = Fixtures.classifier(folder);
  }

  @Test
  void infoTellsOpsetAndParameters() {
    JsonNode json = Outcome.of("info", model, "--json").succeeds().json();
    String text = Outcome.of("info", model).succeeds().out();
    assertThat(json.path("parameters").asLong()).isPositive();
    assertThat(text)
        .contains("opset ", "input   x", "output  ")
        .contains("%,d parameters".formatted(json.path("parameters").asLong()))
        .contains(json.path("format").asText());
  }

  @Test
  void planInJsonAgreesWithText() {
    JsonNode json = Outcome.of("plan", model, "--shape", SHAPE, "--json").succeeds().json();
    String text = Outcome.of("plan", model, "--shape", SHAPE).succeeds().out();
    long total = json.path("totalBytes").asLong();
    assertThat(total).isGreaterThanOrEqualTo(json.path("arenaBytes").asLong()).isPositive();
    assertThat(lastNumber(text, "total")).isEqualTo(total);
    assertThat(json.path("totals")).isNotEmpty();
    for (JsonNode kind : json.path("totals")) {
      assertThat(text).contains(kind.path("kind").asText());
    }
    assertThat(json.path("peakBuffers")).isNotEmpty();
    for (JsonNode buffer : json.path("buffers")) {
      assertThat(text).contains(buffer.path("name").asText());
    }
  }

  @Test
  void precisionIsStatedWhereverItIsChosen() {
    JsonNode plan =
        Outcome.of("plan", model, "--shape", SHAPE, "--precision", "float16", "--json")
            .succeeds()
            .json();
    assertThat(plan.path("precision").asText()).isEqualTo("float16");
    assertThat(plan.path("inputs").path(0).path("dtype").asText()).isEqualTo("float32");
    assertThat(Outcome.of("plan", model, "--precision", "half").code()).isEqualTo(2);
    assertThat(Outcome.of("plan", model, "--precision", "half").err())
        .contains("'half' is not a precision: float32, tf32, float16, bfloat16");
  }

  private static long lastNumber(String text, String row) {
    String line =
        text.lines().map(String::strip).filter(each -> each.startsWith(row)).findFirst().orElse("");
    String[] cells = line.split("\\s+", -1);
    return Long.parseLong(cells[cells.length - 1].replaceAll("[^0-9]", ""));
  }

  @Test
  void budgetThatIsTooSmallNamesTheBuffersAtThePeak() {
    JsonNode json = Outcome.of("plan", model, "--shape", SHAPE, "--json").succeeds().json();
    Outcome outcome = Outcome.of("plan", model, "--shape", SHAPE, "--max-bytes", "1KiB");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("error: ").doesNotContain("\tat ");
    assertThat(outcome.err()).contains(json.path("peakOp").path("name").asText());
    for (JsonNode name : json.path("peakBuffers")) {
      assertThat(outcome.err()).contains(name.asText());
    }
  }

  @Test
  void budgetThatSuffices() {
    Outcome.of("plan", model, "--shape", SHAPE, "--max-bytes", "1GiB").succeeds();
  }

  @Test
  void savedOutputReadsBack() throws IOException {
    Path results = folder.resolve("results");
    JsonNode json =
        Outcome.of("run", model, "--shape", SHAPE, "--save", results, "--json").succeeds().json();
    List<Path> files;
    try (var listing = Files.list(results)) {
      files = listing.toList();
    }
    assertThat(files).hasSize(1);
    Tensor saved = NpyFile.read(files.getFirst());
    JsonNode output = json.path("outputs").elements().next();
    assertThat(saved.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(longs(output.path("shape"))).containsExactly(2L, 2L);
    assertThat(output.path("dtype").asText()).isEqualTo(saved.dtype().toString());
    for (int i = 0; i < saved.elementCount(); i++) {
      assertThat(output.path("first").get(i).asDouble()).isEqualTo(saved.getDouble(i));
    }
  }

  private static List<Long> longs(JsonNode array) {
    List<Long> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asLong()));
    return values;
  }

  @Test
  void runInJsonAgreesWithText() {
    JsonNode json = Outcome.of("run", model, "--shape", SHAPE, "--json").succeeds().json();
    String text = Outcome.of("run", model, "--shape", SHAPE).succeeds().out();
    json.path("outputs").fieldNames().forEachRemaining(name -> assertThat(text).contains(name));
    double max = json.path("outputs").elements().next().path("max").asDouble();
    assertThat(text).contains("float32(2, 2)").contains("max %.5g".formatted(max));
    assertThat(text).contains(json.path("device").asText());
  }

  @Test
  void memoryOfARunInJsonAgreesWithText() {
    Object[] run = {"run", model, "--shape", SHAPE, "--memory"};
    JsonNode memory = Outcome.of(append(run, "--json")).succeeds().json().path("memory");
    String text = Outcome.of(run).succeeds().out();
    long sum = 0;
    for (JsonNode weight : memory.path("weights")) {
      assertThat(text).contains(weight.path("name").asText());
      assertThat(weight.path("users")).isNotEmpty();
      sum += weight.path("bytes").asLong();
    }
    assertThat(memory.path("schema").asInt()).isEqualTo(1);
    assertThat(memory.path("weightBytes").asLong()).isEqualTo(sum).isPositive();
    assertThat(memory.path("totalBytes").asLong())
        .isEqualTo(sum + memory.path("sessionBytes").asLong());
    assertThat(text).contains("(" + memory.path("totalBytes").asLong() + " B)");
  }

  @Test
  void sameSeedSameOutputs() throws IOException {
    byte[] first = outputOf("a", "7");
    assertThat(outputOf("b", "7")).isEqualTo(first);
    assertThat(outputOf("c", "8")).isNotEqualTo(first);
  }

  private byte[] outputOf(String name, String seed) throws IOException {
    Path results = folder.resolve(name);
    Outcome.of("run", model, "--shape", SHAPE, "--seed", seed, "--save", results).succeeds();
    try (var listing = Files.list(results)) {
      return Files.readAllBytes(listing.findFirst().orElseThrow());
    }
  }

  @Test
  void pictureAsInput() throws IOException {
    Path picture = Fixtures.picture(folder, "p.png", 31, 17);
    JsonNode json =
        Outcome.of("run", model, "--shape", "x=1,3,48,192", "-i", "x=" + picture, "--json")
            .succeeds()
            .json();
    assertThat(longs(json.path("outputs").elements().next().path("shape"))).containsExactly(1L, 2L);
  }

  @Test
  void meanAndDeviationOfAPicture() throws IOException {
    Path picture = Fixtures.picture(folder, "p.png", 31, 17);
    Object[] plain = {"run", model, "--shape", "x=1,3,48,192", "-i", "x=" + picture, "--json"};
    JsonNode same = firstOutput(plain, "--mean=0.5", "--std=0.25");
    assertThat(firstOutput(plain, "--mean=0.5,0.5,0.5", "--std=0.25,0.25,0.25")).isEqualTo(same);
    assertThat(firstOutput(plain)).isNotEqualTo(same);
    assertThat(firstOutput(plain, "--mean=0", "--std=1")).isEqualTo(firstOutput(plain));
  }

  private static JsonNode firstOutput(Object[] command, String... options) {
    return Outcome.of(append(command, options)).succeeds().json().path("outputs").elements().next();
  }

  private static Object[] append(Object[] command, String... options) {
    Object[] all = Arrays.copyOf(command, command.length + options.length);
    System.arraycopy(options, 0, all, command.length, options.length);
    return all;
  }

  @Test
  void folderThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Outcome.of("run", model, "--shape", SHAPE, "--save", file).failsWith(5, file);
  }

  @Test
  void benchTimesRuns() {
    JsonNode json =
        Outcome.of("bench", model, "--shape", SHAPE, "--runs", "2", "--warmup", "0", "--json")
            .succeeds()
            .json();
    assertThat(json.path("runs").asInt()).isEqualTo(2);
    assertThat(json.path("min_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(json.path("max_ms").asDouble());
    assertThat(
            Outcome.of("bench", model, "--shape", SHAPE, "--runs=2", "--warmup=0").succeeds().out())
        .contains("warm, 2 runs");
  }
}
