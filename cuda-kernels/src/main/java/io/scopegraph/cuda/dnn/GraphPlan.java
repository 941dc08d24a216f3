package io.scopegraph.cuda.dnn;

import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINECFG_ENGINE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_MODE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINEHEUR_RESULTS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_ENGINE_NUMERICAL_NOTE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_HANDLE;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINECFG_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_ENGINE_DESCRIPTOR;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR;

import io.scopegraph.cuda.driver.CudaException;
import java.util.List;
import jcuda.jcudnn.cudnnBackendAttributeType;
import jcuda.jcudnn.cudnnBackendNumericalNote;
import org.jspecify.annotations.Nullable;

/// The first of cuDNN's ways to compute an [OperationGraph] that keeps to the arithmetic, gives the
/// same bits each time, and needs no more workspace than there may be.
final class GraphPlan implements AutoCloseable {
  /// In the order in which they are asked: A, instant, fallback.
  private static final int[] HEURISTICS = {3, 0, 2};

  private static final int MOST_PROPOSALS = 8;
  private static final int MOST_NOTES = 16;
  private static final int NOT_SUPPORTED = 3000;
  private static final int EXECUTION_FAILED = 5000;

  private final NativeHandle handle;
  private final DnnArithmetic arithmetic;
  private final long mostWorkspace;
  private final OperationGraph operations;
  private final DescriptorSet descriptors = new DescriptorSet();
  private final BackendDescriptor plan;

  /// @throws CudaException if there is none
  GraphPlan(NativeHandle handle, GraphRequest request, GraphOperands operands, long mostWorkspace) {
    this.handle = handle;
    this.arithmetic = request.arithmetic();
    this.mostWorkspace = mostWorkspace;
    this.operations = new OperationGraph(handle, request, operands);
    try {
      this.plan = find();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  BackendDescriptor plan() {
    return plan;
  }

  long workspace() {
    return plan.readNumber(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE);
  }

  private BackendDescriptor find() {
    for (int mode : HEURISTICS) {
      for (BackendDescriptor configuration : proposals(mode)) {
        if (suits(configuration)) {
          BackendDescriptor found = tryPlan(configuration);
          if (found != null) {
            return found;
          }
        }
      }
    }
    throw new CudaException(
        "cudnnBackendFinalize", NOT_SUPPORTED, "no engine for the graph of operations", false);
  }

  private List<BackendDescriptor> proposals(int mode) {
    try {
      BackendDescriptor heuristics =
          descriptors
              .create(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR)
              .descriptor(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, operations.graph())
              .choice(
                  CUDNN_ATTR_ENGINEHEUR_MODE, cudnnBackendAttributeType.CUDNN_TYPE_HEUR_MODE, mode)
              .complete();
      List<BackendDescriptor> found =
          descriptors.create(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, MOST_PROPOSALS);
      return found.subList(0, heuristics.readDescriptors(CUDNN_ATTR_ENGINEHEUR_RESULTS, found));
    } catch (CudaException e) {
      rethrowUnlessRefusal(e);
      return List.of();
    }
  }

  private boolean suits(BackendDescriptor configuration) {
    BackendDescriptor engine = descriptors.create(CUDNN_BACKEND_ENGINE_DESCRIPTOR);
    if (configuration.readDescriptors(CUDNN_ATTR_ENGINECFG_ENGINE, List.of(engine)) == 0) {
      return false;
    }
    int[] notes =
        engine.readChoices(
            CUDNN_ATTR_ENGINE_NUMERICAL_NOTE,
            cudnnBackendAttributeType.CUDNN_TYPE_NUMERICAL_NOTE,
            MOST_NOTES);
    for (int note : notes) {
      if (!suits(note)) {
        return false;
      }
    }
    return true;
  }

  /// The matrix units round operands of type float32.
  private boolean suits(int note) {
    return switch (note) {
      case cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_TENSOR_CORE ->
          arithmetic != DnnArithmetic.FLOAT32;
      case cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS,
          cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION,
          cudnnBackendNumericalNote.CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC ->
          false;
      default -> true;
    };
  }

  private @Nullable BackendDescriptor tryPlan(BackendDescriptor configuration) {
    try {
      BackendDescriptor found =
          descriptors
              .create(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR)
              .handle(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, handle)
              .descriptor(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, configuration)
              .complete();
      long workspace = found.readNumber(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE);
      return workspace >= 0 && workspace <= mostWorkspace ? found : null;
    } catch (CudaException e) {
      rethrowUnlessRefusal(e);
      return null;
    }
  }

  /// An engine may also fail to be compiled, which is no reason not to try the next one.
  private static void rethrowUnlessRefusal(CudaException e) {
    if (!DnnStatus.isRefusal(e) && (e.status() >= EXECUTION_FAILED || e.status() < NOT_SUPPORTED)) {
      throw e;
    }
  }

  @Override
  public void close() {
    descriptors.close();
    operations.close();
  }
}
