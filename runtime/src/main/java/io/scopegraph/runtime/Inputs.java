package io.scopegraph.runtime;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.graph.internal.NearestNames;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a graph wants to be fed, and the errors for what it does not.
final class Inputs {
  private final ImmutableMap<String, TensorSpec> specs;
  private final Set<String> required = new HashSet<>();

  Inputs(Graph graph) {
    ImmutableMap.Builder<String, TensorSpec> named = ImmutableMap.builder();
    Set<Integer> read = read(graph);
    for (Node node : graph.placeholders()) {
      named.put(node.name(), node.outputs().getFirst());
      if (read.contains(node.id())) {
        required.add(node.name());
      }
    }
    this.specs = named.buildOrThrow();
  }

  /// The ids of the nodes on which the outputs depend.
  private static Set<Integer> read(Graph graph) {
    Set<Integer> read = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(graph.outputs().values());
    while (!open.isEmpty()) {
      Value value = open.pop();
      if (read.add(value.node())) {
        open.addAll(graph.node(value).inputs());
      }
    }
    return read;
  }

  /// What may be fed under each name.
  ImmutableMap<String, TensorSpec> specs() {
    return specs;
  }

  boolean areFullyDefined() {
    return specs.values().stream().allMatch(spec -> spec.shape().isFullyDefined());
  }

  /// The shapes of what is fed, one for each placeholder.
  ///
  /// @throws IllegalArgumentException if a name, a dtype or a shape is wrong, or an input missing
  ImmutableMap<String, Shape> shapes(Map<String, Tensor> feeds) {
    feeds.forEach((name, tensor) -> {
      TensorSpec expected = specs.get(nodeName(name));
      if (expected != null && expected.dtype() != tensor.dtype()) {
        throw mismatch(name, expected, tensor.spec());
      }
    });
    return complete(feeds, Tensor::shape);
  }

  /// The shapes of all placeholders, given some; those that are left out must be fully defined.
  ///
  /// @throws IllegalArgumentException if a name or a shape is wrong, or a shape missing
  ImmutableMap<String, Shape> complete(Map<String, Shape> shapes) {
    Map<String, Shape> all = new LinkedHashMap<>();
    specs.forEach((name, spec) -> {
      if (spec.shape().isFullyDefined()) {
        all.put(name, spec.shape());
      }
    });
    shapes.forEach((name, shape) -> {
      if (!shape.isFullyDefined()) {
        throw new IllegalArgumentException(
            "Input \"%s\": the shape %s is not fully defined".formatted(name, shape));
      }
      all.put(specs.containsKey(name) ? name : nodeName(name), shape);
    });
    return complete(all, Function.identity());
  }

  private <T> ImmutableMap<String, Shape> complete(
      Map<String, T> given, Function<? super T, Shape> shapeOf) {
    Map<String, Shape> found = new LinkedHashMap<>();
    given.forEach((name, value) -> {
      String node = nodeName(name);
      TensorSpec expected = specs.get(node);
      if (expected == null) {
        throw new IllegalArgumentException(
            "There is no input \"%s\"; nearest: %s"
                .formatted(name, NearestNames.suggest(name, specs.keySet())));
      }
      Shape shape = shapeOf.apply(value);
      if (!expected.shape().isCompatibleWith(shape)) {
        throw mismatch(name, expected, expected.withShape(shape));
      }
      if (found.put(node, shape) != null) {
        throw new IllegalArgumentException("Input \"%s\" is given twice".formatted(node));
      }
    });
    String missing =
        specs.keySet().stream()
            .filter(name -> required.contains(name) && !found.containsKey(name))
            .map(name -> "\"%s\" (%s)".formatted(name, specs.get(name)))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("Missing input " + missing);
    }
    ImmutableMap.Builder<String, Shape> ordered = ImmutableMap.builder();
    specs.forEach((name, spec) -> {
      Shape shape = found.get(name);
      ordered.put(name, shape == null ? anyShape(spec.shape()) : shape);
    });
    return ordered.buildOrThrow();
  }

  /// `x:0` means the placeholder `x`.
  private String nodeName(String name) {
    return !specs.containsKey(name) && name.endsWith(":0")
        ? name.substring(0, name.length() - 2)
        : name;
  }

  /// The other name under which a placeholder may be fed.
  static String alias(String placeholder) {
    return placeholder + ":0";
  }

  /// What may be fed for a placeholder.
  TensorSpec spec(String placeholder) {
    return Objects.requireNonNull(specs.get(placeholder));
  }

  /// Whether an output depends on a placeholder.
  boolean isRequired(String placeholder) {
    return required.contains(placeholder);
  }

  /// A shape for a placeholder on which no output depends.
  private static Shape anyShape(Shape shape) {
    return shape.isRankKnown()
        ? Shape.of(Arrays.stream(shape.dims()).map(dim -> Math.max(dim, 1)).toArray())
        : Shape.scalar();
  }

  private static IllegalArgumentException mismatch(
      String name, TensorSpec expected, TensorSpec found) {
    return new IllegalArgumentException(
        "Input \"%s\": expected %s, found %s".formatted(name, expected, found));
  }
}
