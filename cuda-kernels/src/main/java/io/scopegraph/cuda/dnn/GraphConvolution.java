package io.scopegraph.cuda.dnn;

import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS;
import static jcuda.jcudnn.cudnnBackendAttributeName.CUDNN_ATTR_VARIANT_PACK_WORKSPACE;
import static jcuda.jcudnn.cudnnBackendDescriptorType.CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR;

import com.google.common.primitives.Longs;
import io.scopegraph.cuda.driver.Work;
import java.util.ArrayList;
import java.util.List;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnBackendAttributeType;

/// A prepared convolution with all that follows it, by one call of cuDNN's graph API. The result
/// may lie in the place of no operand.
public final class GraphConvolution implements Work {
  private final DnnHandle dnn;
  private final GraphPlan plan;
  private final DescriptorSet descriptors = new DescriptorSet();
  private final BackendDescriptor pack;

  /// @param workspace its address
  /// @param workspaceBytes the most that the call may use of it
  /// @throws io.scopegraph.cuda.driver.CudaException if cuDNN takes no such graph
  public GraphConvolution(
      DnnHandle dnn,
      GraphRequest request,
      GraphOperands operands,
      long workspace,
      long workspaceBytes) {
    this.dnn = dnn;
    this.plan = new GraphPlan(dnn.handle(), request, operands, workspaceBytes);
    try {
      this.pack = pack(request, operands, workspace);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private BackendDescriptor pack(GraphRequest request, GraphOperands operands, long workspace) {
    List<Long> ids = new ArrayList<>();
    List<Long> addresses = new ArrayList<>();
    ids.addAll(List.of(OperationGraph.IMAGES, OperationGraph.FILTER, OperationGraph.RESULTS));
    addresses.addAll(
        List.of(operands.x().address(), operands.filter().address(), operands.y().address()));
    if (request.bias()) {
      ids.add(OperationGraph.BIAS);
      addresses.add(operands.bias().address());
    }
    if (request.residual()) {
      ids.add(OperationGraph.RESIDUAL);
      addresses.add(operands.residual().address());
    }
    int address = cudnnBackendAttributeType.CUDNN_TYPE_VOID_PTR;
    return descriptors
        .create(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR)
        .numbers(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, Longs.toArray(ids))
        .longs(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, address, Longs.toArray(addresses))
        .longs(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, address, workspace)
        .complete();
  }

  @Override
  public void enqueue() {
    DnnStatus.check(
        "cudnnBackendExecute", JCudnn.cudnnBackendExecute(dnn.handle(), plan.plan(), pack));
  }

  @Override
  public void close() {
    descriptors.close();
    plan.close();
  }
}
