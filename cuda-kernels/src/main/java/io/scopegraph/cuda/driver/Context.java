package io.scopegraph.cuda.driver;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/// The primary context of a device, which cuBLAS and cuDNN share.
public final class Context implements AutoCloseable {
  private final int index;
  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final AtomicReference<@Nullable CudaException> lost = new AtomicReference<>();
  private boolean closed;

  private Context(int index) {
    this.index = index;
  }

  /// Opens the device of a number.
  ///
  /// @throws CudaException if there is no such device, or it fails
  public static Context open(int index) {
    Check.driver("cuInit", JCudaDriver.cuInit(0));
    Context opened = new Context(index);
    Check.driver("cuDeviceGet", JCudaDriver.cuDeviceGet(opened.device, index));
    Check.driver(
        "cuDevicePrimaryCtxRetain",
        JCudaDriver.cuDevicePrimaryCtxRetain(opened.context, opened.device));
    return opened;
  }

  /// The number of devices.
  ///
  /// @throws CudaException if the driver fails
  public static int devices() {
    Check.driver("cuInit", JCudaDriver.cuInit(0));
    int[] count = new int[1];
    Check.driver("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  /// The device's number.
  public int index() {
    return index;
  }

  /// The device's name: `NVIDIA H100 80GB HBM3`.
  public String name() {
    byte[] bytes = new byte[256];
    Check.driver("cuDeviceGetName", JCudaDriver.cuDeviceGetName(bytes, bytes.length, device));
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /// The compute capability as NVIDIA's tools write it: 90 for 9.0.
  public int architecture() {
    return 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  public int multiprocessors() {
    return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  }

  private int attribute(int attribute) {
    int[] value = new int[1];
    Check.driver(
        "cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
    return value[0];
  }

  /// Makes this the calling thread's context. To be called before all other calls of a thread;
  /// allocates nothing.
  ///
  /// @throws CudaException the failure by which the context was lost, if it was
  public void enter() {
    CudaException failure = lost.get();
    if (failure != null) {
      throw failure;
    }
    Check.driver("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
  }

  /// Makes this the calling thread's context for giving things back.
  ///
  /// @return false if the context is lost or closed, and everything in it with it
  public boolean enterToClose() {
    return lost.get() == null && !isClosed() && JCudaDriver.cuCtxSetCurrent(context) == 0;
  }

  /// Notes a failure after which no call works.
  public void lose(CudaException failure) {
    lost.compareAndSet(null, failure);
  }

  /// Whether the context is lost.
  public boolean isLost() {
    return lost.get() != null;
  }

  /// The device's memory that is free, in bytes.
  public long freeBytes() {
    enter();
    long[] free = new long[1];
    long[] total = new long[1];
    Check.driver("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// Gives the primary context back; closing twice does nothing.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      int status = JCudaDriver.cuDevicePrimaryCtxRelease(device);
      if (lost.get() == null) {
        Check.driver("cuDevicePrimaryCtxRelease", status);
      }
    }
  }
}
