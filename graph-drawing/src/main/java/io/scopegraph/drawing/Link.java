package io.scopegraph.drawing;

import io.scopegraph.tensor.TensorSpec;

/// A tensor that goes from one node of a picture to another.
///
/// @param source the id of the node that gives it
/// @param target the id of the node that reads it
/// @param tensor the tensor's name, `conv1/Relu:0`
/// @param spec what is known of it before running
/// @param input the position among the target's inputs
public record Link(int source, int target, String tensor, TensorSpec spec, int input) {}
