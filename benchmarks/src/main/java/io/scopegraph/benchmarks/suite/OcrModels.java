package io.scopegraph.benchmarks.suite;

import com.google.protobuf.ByteString;

/// The ONNX files of the networks that read a page.
record OcrModels(ByteString detection, ByteString direction, ByteString recognition) {}
