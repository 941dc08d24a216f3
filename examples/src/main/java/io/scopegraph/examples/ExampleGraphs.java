package io.scopegraph.examples;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.scopegraph.examples.networks.DenseNet121;
import io.scopegraph.examples.networks.InceptionV3;
import io.scopegraph.examples.networks.NetworkPlan;
import io.scopegraph.examples.networks.ResNet50;
import io.scopegraph.examples.networks.UNet;
import io.scopegraph.examples.scopes.Conv3x32;
import io.scopegraph.examples.scopes.ConvLayers;
import io.scopegraph.examples.scopes.ReuseVariables;
import io.scopegraph.examples.scopes.SharedConv2d;
import io.scopegraph.examples.scopes.VariableScopes;
import io.scopegraph.examples.siamese.Siamese;
import io.scopegraph.examples.upscale.Upscaler;
import io.scopegraph.graph.Graph;
import java.util.List;
import java.util.function.Supplier;

/// The examples that write a graph, by name.
public final class ExampleGraphs {
  private static final ImmutableMap<String, Example> BY_NAME =
      Maps.uniqueIndex(
          List.of(
              Example.of(
                  "conv-layers",
                  "a three-layer network with name scopes, each layer with variables of its own",
                  ConvLayers::graph,
                  ConvLayers::print),
              Example.of(
                  "variable-scopes",
                  "variables made, found, shared and refused in variable scopes",
                  VariableScopes::graph,
                  VariableScopes::print),
              Example.of(
                  "reuse-variables",
                  "two images through one filter, shared by reuse_variables()",
                  ReuseVariables::graph,
                  ReuseVariables::print),
              Example.of(
                  "shared-conv2d",
                  "two images through one convolution layer under AUTO_REUSE",
                  SharedConv2d::graph,
                  SharedConv2d::print),
              Example.of(
                  "conv3x32",
                  "a template, called twice: two sets of ops, one of variables",
                  Conv3x32::graph,
                  Conv3x32::print),
              new Example(
                  "siamese",
                  "[LEFT RIGHT]",
                  "two pictures through two towers that share their variables, and the distance",
                  Siamese::graph,
                  Siamese::run),
              Example.of(
                  "fsrcnn",
                  "the super-resolution network of the upscale command",
                  Upscaler::graph,
                  Upscaler::print),
              network("resnet50", "ResNet-50, whose blocks are added in place", ResNet50::graph),
              network(
                  "densenet121",
                  "DenseNet-121, whose layers read all that was made before, without a copy",
                  DenseNet121::graph),
              network(
                  "inception-v3",
                  "Inception v3, whose branches are made side by side",
                  InceptionV3::graph),
              network("unet", "U-Net, with what is kept on the way down", UNet::graph)),
          Example::name);

  private ExampleGraphs() {}

  /// A network, whose program prints what it needs.
  private static Example network(String name, String description, Supplier<Graph> graph) {
    return Example.of(name, description, graph, out -> NetworkPlan.print(graph.get(), out));
  }

  /// All examples, the simplest first.
  public static ImmutableMap<String, Example> all() {
    return BY_NAME;
  }

  /// The graph of an example.
  ///
  /// @throws IllegalArgumentException if there is no such example; the message lists them
  public static Graph graph(String name) {
    return find(name).graph().get();
  }

  /// The example of a name.
  ///
  /// @throws IllegalArgumentException if there is no such example; the message lists them
  public static Example find(String name) {
    Example example = BY_NAME.get(name);
    if (example == null) {
      throw new IllegalArgumentException(
          "There is no example \"%s\"; there are %s"
              .formatted(name, String.join(", ", BY_NAME.keySet())));
    }
    return example;
  }
}
