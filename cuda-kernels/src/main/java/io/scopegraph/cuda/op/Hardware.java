package io.scopegraph.cuda.op;

import io.scopegraph.cuda.dnn.ConvolutionChooser;

/// What the choice of kernels depends on.
///
/// @param name of the device
/// @param capability the compute capability, 90 for 9.0
/// @param multiprocessors how many the device has
/// @param convolutions knows cuDNN's algorithms
public record Hardware(
    String name, int capability, int multiprocessors, ConvolutionChooser convolutions) {}
