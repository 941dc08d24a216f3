package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// The shapes of a graph's inputs for any batch. The batch is the first extent of every input whose
/// model leaves it open.
///
/// @param shapes by the name of the input, the first extent unknown where it is the batch, all else
///   known
public record BatchShapes(ImmutableMap<String, Shape> shapes) {
  private static final long LARGEST = 1 << 24;

  /// The shapes of inputs.
  ///
  /// @param inputs what is known of the inputs, by name
  /// @param given shapes of some of them, which fill in what the model leaves open; the first
  ///   extents of batched inputs do not matter
  /// @throws IllegalArgumentException if no input has an open first extent, or another extent is
  ///   not known
  public static BatchShapes of(Map<String, TensorSpec> inputs, Map<String, Shape> given) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, spec) -> shapes.put(name, shape(name, spec.shape(), given.get(name))));
    if (shapes.values().stream().allMatch(Shape::isFullyDefined)) {
      throw new IllegalArgumentException(
          "No input has an open first extent, so there is no batch to choose: " + inputs);
    }
    return new BatchShapes(ImmutableMap.copyOf(shapes));
  }

  private static Shape shape(String name, Shape declared, @Nullable Shape given) {
    Shape shape = given == null ? declared : given;
    boolean batched = isBatched(declared);
    for (int axis = batched ? 1 : 0; axis < shape.rank(); axis++) {
      if (!shape.isKnown(axis)) {
        throw new IllegalArgumentException(
            "Input \"%s\" is %s: only the first extent may stay open".formatted(name, shape));
      }
    }
    long[] dims = shape.dims();
    if (batched) {
      dims[0] = Shape.UNKNOWN;
    }
    return Shape.of(dims);
  }

  /// Whether any input has an open first extent.
  static boolean isBatched(Map<String, TensorSpec> inputs) {
    return inputs.values().stream().anyMatch(spec -> isBatched(spec.shape()));
  }

  private static boolean isBatched(Shape declared) {
    return declared.isRankKnown() && declared.rank() > 0 && !declared.isKnown(0);
  }

  /// The shapes for one batch.
  ///
  /// @throws IllegalArgumentException if the batch is below 1
  public ImmutableMap<String, Shape> at(long batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("A batch must be 1 or more, found " + batch);
    }
    ImmutableMap.Builder<String, Shape> concrete = ImmutableMap.builder();
    shapes.forEach((name, shape) -> {
      long[] dims = shape.dims();
      if (dims.length > 0 && dims[0] == Shape.UNKNOWN) {
        dims[0] = batch;
      }
      concrete.put(name, Shape.of(dims));
    });
    return concrete.buildOrThrow();
  }

  /// The largest batch that fits, given that smaller ones than a fitting one fit too.
  ///
  /// @return empty if not even 1 fits
  static OptionalLong largest(LongPredicate fits) {
    if (!fits.test(1)) {
      return OptionalLong.empty();
    }
    long fitting = 1;
    while (fitting < LARGEST && fits.test(2 * fitting)) {
      fitting *= 2;
    }
    long failing = 2 * fitting;
    while (failing - fitting > 1) {
      long middle = (fitting + failing) / 2;
      if (fits.test(middle)) {
        fitting = middle;
      } else {
        failing = middle;
      }
    }
    return OptionalLong.of(fitting);
  }
}
