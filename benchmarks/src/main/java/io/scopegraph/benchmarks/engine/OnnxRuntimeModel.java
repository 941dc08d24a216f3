package io.scopegraph.benchmarks.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A session of ONNX Runtime and its inputs in native memory.
final class OnnxRuntimeModel implements PreparedModel {
  private final OrtSession session;
  private final Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
  private final String name;

  OnnxRuntimeModel(OrtEnvironment environment, OrtSession.SessionOptions options, Workload workload)
      throws OrtException {
    name = workload.name();
    session = environment.createSession(workload.onnx().toByteArray(), options);
    for (Map.Entry<String, Tensor> feed : workload.feeds().entrySet()) {
      FloatBuffer values = FloatBuffer.wrap(feed.getValue().toFloatArray());
      long[] dims = feed.getValue().shape().dims();
      feeds.put(feed.getKey(), OnnxTensor.createTensor(environment, values, dims));
    }
  }

  @Override
  public void run() {
    try {
      session.run(feeds).close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  @Override
  public List<Tensor> outputs() {
    try (OrtSession.Result result = session.run(feeds)) {
      List<Tensor> outputs = new ArrayList<>();
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.add(copy(output.getKey() + " of " + name, output.getValue()));
      }
      return outputs;
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  /// @param output its name, for errors
  static Tensor copy(String output, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor) || tensor.getInfo().type != OnnxJavaType.FLOAT) {
      throw new EngineException(
          "Only tensors of floats are compared; output %s is %s"
              .formatted(output, value.getInfo()));
    }
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return Tensor.ofFloats(Shape.of(tensor.getInfo().getShape()), values);
  }

  /// Where the session has been asked for a profile: the file that holds it.
  String endProfiling() throws OrtException {
    return session.endProfiling();
  }

  private EngineException failed(OrtException cause) {
    return new EngineException("ONNX Runtime failed on " + name, cause);
  }

  @Override
  public void close() {
    feeds.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
