package io.scopegraph.cli;

import io.scopegraph.io.NpyFile;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Inputs that do not fit the model.
class BadFeedTest {
  private static final String SHAPE = "x=1,3,48,192";

  @TempDir private Path folder = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void copyModel() throws IOException {
    model = Fixtures.classifier(folder);
  }

  @Test
  void unknownInput() {
    Outcome.of("run", model, "--shape", SHAPE, "--input", "y=random")
        .failsWith(2, "no input \"y\"", "inputs are: x");
  }

  @Test
  void shapeOfAnUnknownInput() {
    Outcome.of("plan", model, "--shape", SHAPE, "--shape", "y=1").failsWith(2, "no input \"y\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run", "bench"})
  void shapeThatTheModelForbids(String command) {
    Outcome.of(command, model, "--shape", "x=1,4,48,192").failsWith(2, "x", "3", "4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,x,3", "1,,3", "1,-3,48,192", "99999999999,3,48,192"})
  void textThatIsNoShape(String dims) {
    Outcome.of("plan", model, "--shape", "x=" + dims).failsWith(2, "not a dim", dims);
  }

  @Test
  void shapeWithoutName() {
    Outcome.of("plan", model, "--shape", "1,3,48,192").failsWith(2, "name=", "1,3,48,192");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run", "bench"})
  void shapeWhoseSizeOverflows(String command) {
    String shape = "x=2000000000,3,2000000000,2000000000";
    Outcome.of(command, model, "--shape", shape).failsWith(2, shape, "too many elements");
  }

  @Test
  void shapeThatNoMemoryHolds() {
    Outcome.of("run", model, "--shape", "x=100000000,3,48,192").failsWith(6, "memory");
  }

  @Test
  void wrongRank() {
    Outcome.of("run", model, "--shape", "x=3,48,192").failsWith(2, "x");
  }

  @Test
  void wrongDtype() throws IOException {
    Path file = folder.resolve("x.npy");
    NpyFile.write(file, Tensor.allocate(new TensorSpec(DType.INT64, Shape.of(1, 3, 48, 192))));
    Outcome.of("run", model, "--input", "x=" + file).failsWith(2, "x", "float32", "int64");
  }

  @Test
  void wrongShapeInAFile() throws IOException {
    Path file = folder.resolve("x.npy");
    NpyFile.write(file, Tensor.allocate(new TensorSpec(DType.FLOAT32, Shape.of(1, 4, 48, 192))));
    Outcome.of("run", model, "--input", "x=" + file).failsWith(2, "x", "3", "4");
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("missing.npy");
    Outcome.of("run", model, "--input", "x=" + file).failsWith(5, file, "no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.npy", "x.png"})
  void textFile(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "not an array and not a picture");
    Outcome.of("run", model, "--input", "x=" + file).failsWith(5, file);
  }

  @Test
  void wrongNumberOfMeans() throws IOException {
    Path file = Fixtures.picture(folder, "p.png", 8, 8);
    Outcome.of("run", model, "--shape", SHAPE, "--input", "x=" + file, "--mean", "0.5,0.5")
        .failsWith(2, "--mean", "3", "2");
  }
}
