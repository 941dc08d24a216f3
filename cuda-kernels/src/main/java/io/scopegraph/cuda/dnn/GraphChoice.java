package io.scopegraph.cuda.dnn;

/// That cuDNN offers a plan for a [GraphRequest].
///
/// @param workspace bytes
/// @param pitched whether the rows of images, residual and results may lie apart
public record GraphChoice(long workspace, boolean pitched) {}
