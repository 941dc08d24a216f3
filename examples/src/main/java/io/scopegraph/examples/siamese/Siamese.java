package io.scopegraph.examples.siamese;

import io.scopegraph.builder.ScopeException;
import io.scopegraph.examples.picture.PictureFile;
import io.scopegraph.examples.picture.PictureTensors;
import io.scopegraph.examples.picture.Pixels;
import io.scopegraph.examples.picture.Resampling;
import io.scopegraph.graph.Graph;
import io.scopegraph.runtime.MemoryReport;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How far two pictures are apart, by two towers that share their variables.
///
/// The variables hold random numbers, the same at every start: the example shows the sharing, not
/// what a trained network would see.
///
/// Safe for use by any thread.
public final class Siamese implements AutoCloseable {
  private final Session session;

  private Siamese(Session session) {
    this.session = session;
  }

  /// Opens a session for the network.
  public static Siamese open(SessionOptions options) {
    return new Siamese(Session.open(graph(), options));
  }

  /// The network, see [SiameseNetwork].
  public static Graph graph() {
    return SiameseNetwork.shared();
  }

  /// The distance between what the network sees in two pictures: 0 for equal ones.
  public float distance(Pixels left, Pixels right) {
    return session.run(
        Map.of("left", image(left), "right", image(right)),
        results -> results.get("distance").getFloat(0));
  }

  private static Tensor image(Pixels picture) {
    return PictureTensors.rgb(Resampling.resize(picture, SiameseNetwork.SIZE, SiameseNetwork.SIZE));
  }

  /// What is held on the device, each variable with the ops of both towers that read it.
  public MemoryReport memoryReport() {
    return session.memoryReport();
  }

  /// Checks that the towers share every variable.
  ///
  /// @throws AssertionError if they do not
  public void assertShared() {
    session.assertShared("siamese/");
  }

  @Override
  public void close() {
    session.close();
  }

  /// Compares two pictures, by default a cat and a cup of coffee.
  public static void main(String[] arguments) {
    run(List.of(arguments), System.out);
  }

  /// Compares two pictures, by default a cat and a cup of coffee, and prints the distances, the
  /// memory report and what happens without reuse.
  ///
  /// @param arguments none or two file names
  /// @throws IllegalArgumentException if there is another number of arguments
  /// @throws io.scopegraph.examples.picture.PictureFormatException if a picture cannot be read
  public static void run(List<String> arguments, PrintStream out) {
    if (arguments.size() != 0 && arguments.size() != 2) {
      throw new IllegalArgumentException(
          "The example siamese takes two pictures or none, found " + arguments.size());
    }
    List<String> names = arguments.isEmpty() ? List.of("cat.jpg", "coffee.jpg") : arguments;
    List<Pixels> pictures =
        arguments.isEmpty()
            ? names.stream().map(Siamese::sample).toList()
            : names.stream().map(name -> Pixels.of(PictureFile.read(Path.of(name)))).toList();
    compare(names, pictures, out);
    out.println("Without reuse, the second tower is refused:");
    try {
      SiameseNetwork.forgotten();
    } catch (ScopeException refused) {
      out.println(refused.getMessage());
    }
  }

  /// A picture that comes with the example: `cat.jpg` or `coffee.jpg`.
  static Pixels sample(String name) {
    return Pixels.of(PictureFile.readResource(Siamese.class, name));
  }

  private static void compare(List<String> names, List<Pixels> pictures, PrintStream out) {
    try (Siamese siamese = open(SessionOptions.builder().name("siamese").build())) {
      for (int left = 0; left < names.size(); left++) {
        for (int right = left; right < names.size(); right++) {
          out.printf(
              Locale.ROOT,
              "%s and %s: distance %.4f%n",
              names.get(left),
              names.get(right),
              siamese.distance(pictures.get(left), pictures.get(right)));
        }
      }
      out.printf("%n%s%n", siamese.memoryReport());
      siamese.assertShared();
      out.println("Every variable below siamese/ is held once and read by both towers.");
    }
  }
}
