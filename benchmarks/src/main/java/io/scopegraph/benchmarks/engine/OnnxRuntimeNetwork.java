package io.scopegraph.benchmarks.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import io.scopegraph.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;

/// A session of ONNX Runtime that is fed with another tensor each time.
final class OnnxRuntimeNetwork implements OpenNetwork {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String name;

  OnnxRuntimeNetwork(
      OrtEnvironment environment, OrtSession.SessionOptions options, String name, ByteString onnx)
      throws OrtException {
    this.environment = environment;
    this.name = name;
    session = environment.createSession(onnx.toByteArray(), options);
  }

  @Override
  public Tensor run(Tensor input) {
    FloatBuffer values = FloatBuffer.wrap(input.toFloatArray());
    try (OnnxTensor fed = OnnxTensor.createTensor(environment, values, input.shape().dims());
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), fed))) {
      return OnnxRuntimeModel.copy("0 of " + name, result.get(0));
    } catch (OrtException e) {
      throw new EngineException("ONNX Runtime failed on " + name, e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new EngineException("ONNX Runtime failed to close " + name, e);
    }
  }
}
