package io.scopegraph.tensorflow;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.CodedOutputStream;
import io.scopegraph.op.UnsupportedOp;
import io.scopegraph.tensorflow.proto.GraphDef;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A graph in TensorFlow's form. The same graph gives the same bytes and the same text.
public final class ExportedGraph {
  private final GraphDef proto;
  private final ImmutableList<UnsupportedOp> foreign;
  private final ImmutableMap<String, String> renamed;
  private final ImmutableMap<String, String> outputs;

  ExportedGraph(
      GraphDef proto,
      List<UnsupportedOp> foreign,
      Map<String, String> renamed,
      Map<String, String> outputs) {
    this.proto = proto;
    this.foreign = ImmutableList.copyOf(foreign);
    this.renamed = ImmutableMap.copyOf(renamed);
    this.outputs = ImmutableMap.copyOf(outputs);
  }

  GraphDef proto() {
    return proto;
  }

  /// The number of nodes, auxiliary ones included.
  public int nodeCount() {
    return proto.getNodeCount();
  }

  /// The nodes that TensorFlow has no form for, and why; it refuses a graph with such nodes.
  public ImmutableList<UnsupportedOp> foreign() {
    return foreign;
  }

  /// The nodes whose names TensorFlow does not take, from their own name to the one written.
  public ImmutableMap<String, String> renamed() {
    return renamed;
  }

  /// What to fetch for each output of the graph: `scope/Relu` or, for a further output of a node,
  /// `split:1`.
  public ImmutableMap<String, String> outputs() {
    return outputs;
  }

  /// The binary form.
  public byte[] bytes() {
    byte[] bytes = new byte[proto.getSerializedSize()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.useDeterministicSerialization();
    try {
      proto.writeTo(output);
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  /// The text form, pbtxt.
  public String text() {
    StringBuilder text = new StringBuilder();
    try {
      ProtoText.write(proto, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Writes the text form if the file's name ends in `.pbtxt`, else the binary form.
  public void write(Path file) throws IOException {
    if (!file.toString().endsWith(".pbtxt")) {
      Files.write(file, bytes());
      return;
    }
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      ProtoText.write(proto, writer);
    }
  }
}
