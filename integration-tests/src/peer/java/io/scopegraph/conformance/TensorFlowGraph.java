package io.scopegraph.conformance;

import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/// A graph in TensorFlow, its variables set to their first values.
final class TensorFlowGraph implements AutoCloseable {
  private final Graph graph;
  private final Session session;

  private TensorFlowGraph(Graph graph, Session session) {
    this.graph = graph;
    this.session = session;
  }

  /// @throws RuntimeException if TensorFlow refuses the graph
  static TensorFlowGraph load(GraphDef proto) {
    Graph graph = new Graph();
    Session session = null;
    try {
      graph.importGraphDef(proto);
      session = new Session(graph);
      Session.Runner assignments = session.runner();
      for (NodeDef node : proto.getNodeList()) {
        if (node.getOp().equals("Assign")) {
          assignments.addTarget(node.getName());
        }
      }
      if (!assignments.isEmpty()) {
        assignments.run().close();
      }
      return new TensorFlowGraph(graph, session);
    } catch (RuntimeException e) {
      if (session != null) {
        session.close();
      }
      graph.close();
      throw e;
    }
  }

  /// @param fetches names of tensors, `node` or `node:slot`
  Map<String, Tensor> run(Map<String, Tensor> feeds, List<String> fetches) {
    Session.Runner runner = session.runner();
    feeds.forEach((name, tensor) -> runner.feed(name, theirs(tensor)));
    fetches.forEach(runner::fetch);
    Map<String, Tensor> results = new HashMap<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < fetches.size(); i++) {
        results.put(fetches.get(i), ours(result.get(i)));
      }
    }
    return results;
  }

  private static org.tensorflow.Tensor theirs(Tensor tensor) {
    byte[] bytes = tensor.segment().toArray(ValueLayout.JAVA_BYTE);
    org.tensorflow.ndarray.Shape shape =
        org.tensorflow.ndarray.Shape.of(tensor.shape().dims());
    Class<? extends TType> type =
        switch (tensor.dtype()) {
          case FLOAT32 -> TFloat32.class;
          case FLOAT16 -> TFloat16.class;
          case BFLOAT16 -> TBfloat16.class;
          case FLOAT64 -> TFloat64.class;
          case INT32 -> TInt32.class;
          case INT64 -> TInt64.class;
          case UINT8 -> TUint8.class;
          case UINT16 -> TUint16.class;
          case BOOL -> TBool.class;
          case INT8, INT16, UINT32, COMPLEX64, COMPLEX128, STRING ->
              throw new UnsupportedOperationException(
                  "TensorFlow's Java API feeds no " + tensor.dtype());
        };
    if (bytes.length == 0) {
      return org.tensorflow.Tensor.of(type, shape);
    }
    return org.tensorflow.Tensor.of(type, shape, DataBuffers.of(bytes));
  }

  private static Tensor ours(org.tensorflow.Tensor tensor) {
    TensorSpec spec =
        new TensorSpec(dtype(tensor.dataType()), Shape.of(tensor.shape().asArray()));
    Tensor copy = Tensor.allocate(spec);
    ByteDataBuffer data = tensor.asRawTensor().data();
    for (long i = 0; i < spec.byteSize(); i++) {
      copy.segment().set(ValueLayout.JAVA_BYTE, i, data.getByte(i));
    }
    return copy;
  }

  private static DType dtype(DataType type) {
    return switch (type) {
      case DT_FLOAT -> DType.FLOAT32;
      case DT_HALF -> DType.FLOAT16;
      case DT_BFLOAT16 -> DType.BFLOAT16;
      case DT_DOUBLE -> DType.FLOAT64;
      case DT_INT32 -> DType.INT32;
      case DT_INT64 -> DType.INT64;
      case DT_UINT8 -> DType.UINT8;
      case DT_INT8 -> DType.INT8;
      case DT_INT16 -> DType.INT16;
      case DT_UINT16 -> DType.UINT16;
      case DT_UINT32 -> DType.UINT32;
      case DT_BOOL -> DType.BOOL;
      default -> throw new UnsupportedOperationException("a result of type " + type);
    };
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
