package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.graph.Graph;

/// A graph of a saved model, for one of its signatures.
///
/// @param graph its placeholders have the names of their nodes, its outputs those of the signature
/// @param inputs the placeholder to feed for each input of the signature
/// @param signature the name of the signature
public record SavedModelGraph(Graph graph, ImmutableMap<String, String> inputs, String signature) {}
