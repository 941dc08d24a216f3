package io.scopegraph.cuda.driver;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.JCudaDriver;

/// Work that was put on a stream once and can be repeated as a whole with one call.
public final class CapturedGraph implements AutoCloseable {
  /// Other threads may use the device meanwhile; calls of this thread that cannot be captured fail.
  private static final int THREAD_LOCAL = 1;

  private final Stream stream;
  private final CUgraph graph;
  private final CUgraphExec executable;
  private final long nodes;

  private CapturedGraph(Stream stream, CUgraph graph, CUgraphExec executable, long nodes) {
    this.stream = stream;
    this.graph = graph;
    this.executable = executable;
    this.nodes = nodes;
  }

  /// Captures work that has run on the stream before, so that nothing is loaded or reserved any
  /// more. Nothing runs.
  ///
  /// @throws CudaException if it cannot be captured; the stream is as before, also if the work
  ///   throws something else
  public static CapturedGraph capture(Stream stream, Runnable work) {
    Check.driver(
        "cuStreamBeginCapture", JCudaDriver.cuStreamBeginCapture(stream.handle(), THREAD_LOCAL));
    CUgraph graph = new CUgraph();
    try {
      work.run();
    } catch (RuntimeException e) {
      // Without its end the stream could not be used any more.
      if (JCudaDriver.cuStreamEndCapture(stream.handle(), graph) == 0) {
        JCudaDriver.cuGraphDestroy(graph);
      }
      throw e;
    }
    Check.driver("cuStreamEndCapture", JCudaDriver.cuStreamEndCapture(stream.handle(), graph));
    return instantiate(stream, graph);
  }

  private static CapturedGraph instantiate(Stream stream, CUgraph graph) {
    CUgraphExec executable = new CUgraphExec();
    try {
      long[] nodes = new long[1];
      Check.driver("cuGraphGetNodes", JCudaDriver.cuGraphGetNodes(graph, null, nodes));
      Check.driver("cuGraphInstantiate", JCudaDriver.cuGraphInstantiate(executable, graph, 0));
      CapturedGraph captured = new CapturedGraph(stream, graph, executable, nodes[0]);
      Check.driver("cuGraphUpload", JCudaDriver.cuGraphUpload(executable, stream.handle()));
      return captured;
    } catch (CudaException e) {
      JCudaDriver.cuGraphDestroy(graph);
      throw e;
    }
  }

  /// The number of calls and copies in it.
  public long nodes() {
    return nodes;
  }

  /// Puts all of it on its stream. Allocates nothing.
  public void launch() {
    Check.driver("cuGraphLaunch", JCudaDriver.cuGraphLaunch(executable, stream.handle()));
  }

  @Override
  public void close() {
    if (stream.context().enterToClose()) {
      JCudaDriver.cuGraphExecDestroy(executable);
      JCudaDriver.cuGraphDestroy(graph);
    }
  }
}
