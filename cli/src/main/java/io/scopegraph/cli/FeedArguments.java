package io.scopegraph.cli;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.NpyFile;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What is fed to a model: `--input name=FILE`, `name=random`, `name=ones`, `name=zeros`.
final class FeedArguments {
  @Option(
      names = {"-i", "--input"},
      paramLabel = "NAME=SOURCE",
      description = {
        "Value of an input: an .npy file, a .png or .jpg picture, random (uniform in [0, 1)), ones or zeros.",
        "An input that is not named gets random numbers."
      })
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--shape",
      paramLabel = "NAME=DIMS",
      description =
          "Shape of an input, for example x=1,3,640,640; needed where the model leaves dims open.")
  private List<String> shapes = new ArrayList<>();

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Seed of random inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @ArgGroup(exclusive = false, heading = "%nPictures:%n")
  private PictureOptions pictures = new PictureOptions();

  List<String> shapes() {
    return shapes;
  }

  /// The value of each input.
  Map<String, Tensor> feeds(Graph graph) {
    Map<String, String> sources = sources(graph);
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    List<String> undefined = new ArrayList<>(shapes);
    for (Node node : graph.placeholders()) {
      String source = sources.get(node.name());
      if (source != null && isFile(source)) {
        Shape declared =
            ShapeArguments.parse(shapes)
                .getOrDefault(node.name(), node.outputs().getFirst().shape());
        Tensor value = read(Path.of(source), node.name(), declared);
        feeds.put(node.name(), value);
        undefined.add(node.name() + "=" + dims(value.shape()));
      }
    }
    Map<String, Shape> shapesByName = ShapeArguments.resolve(graph, undefined);
    shapesByName.forEach((name, shape) -> {
      TensorSpec spec = new TensorSpec(dtype(graph, name), shape);
      feeds.computeIfAbsent(name, _ -> fill(sources.getOrDefault(name, "random"), spec));
    });
    return feeds;
  }

  private static DType dtype(Graph graph, String input) {
    return graph.spec(graph.value(input)).dtype();
  }

  private Map<String, String> sources(Graph graph) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (String text : inputs) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(
            "An input has the form name=FILE|random|ones|zeros, found " + text);
      }
      ShapeArguments.requireInput(graph, text.substring(0, equals));
      sources.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return sources;
  }

  private static boolean isFile(String source) {
    return switch (source) {
      case "random", "ones", "zeros" -> false;
      default -> true;
    };
  }

  private Tensor read(Path file, String input, Shape declared) {
    if (!Files.exists(file)) {
      throw new FileException(file, "no such file");
    }
    if (PictureOptions.isPicture(file)) {
      return pictures.read(file, input, declared);
    }
    try {
      return NpyFile.read(file);
    } catch (ModelFormatException error) {
      throw new FileException(error);
    }
  }

  private Tensor fill(String source, TensorSpec spec) {
    return switch (source) {
      case "ones" -> Tensor.filled(spec, 1);
      case "zeros" -> Tensor.allocate(spec);
      default -> random(spec);
    };
  }

  /// Uniform in [0, 1); integers 0 or 1, which are legal as most indices and flags.
  private Tensor random(TensorSpec spec) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor tensor = Tensor.allocate(spec);
    for (long i = 0; i < tensor.elementCount(); i++) {
      if (spec.dtype().isFloating()) {
        tensor.setDouble(i, random.nextDouble());
      } else {
        tensor.setLong(i, random.nextInt(2));
      }
    }
    return tensor;
  }

  private static String dims(Shape shape) {
    List<String> dims = new ArrayList<>();
    for (long dim : shape.dims()) {
      dims.add(Long.toString(dim));
    }
    return String.join(",", dims);
  }
}
