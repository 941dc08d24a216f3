package io.scopegraph.benchmarks.engine;

import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import io.scopegraph.graph.Graph;
import io.scopegraph.tensor.Tensor;
import java.util.function.Supplier;

/// One model with inputs for it.
///
/// @param graph what Scopegraph runs, always the same
/// @param onnx the same model for other engines, as an ONNX file
/// @param feeds the inputs, by name
/// @param gigaflops of multiplications and additions in one run, or 0 if they were not counted
public record Workload(
    String name,
    Supplier<Graph> graph,
    ByteString onnx,
    ImmutableMap<String, Tensor> feeds,
    double gigaflops) {}
