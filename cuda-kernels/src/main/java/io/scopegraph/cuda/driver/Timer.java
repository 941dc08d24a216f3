package io.scopegraph.cuda.driver;

import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/// Marks on a stream between which the device's time is taken.
public final class Timer implements AutoCloseable {
  private static final double NANOS = 1e6;

  private final Stream stream;
  private final CUevent[] events;
  private final float[] milliseconds = new float[1];

  public Timer(Stream stream, int marks) {
    this.stream = stream;
    this.events = new CUevent[marks];
    for (int i = 0; i < marks; i++) {
      events[i] = new CUevent();
      Check.driver("cuEventCreate", JCudaDriver.cuEventCreate(events[i], 0));
    }
  }

  /// Sets a mark.
  public void mark(int index) {
    Check.driver("cuEventRecord", JCudaDriver.cuEventRecord(events[index], stream.handle()));
  }

  /// The time from a mark to the next one, once the stream has been synchronised.
  public long nanos(int index) {
    Check.driver(
        "cuEventElapsedTime",
        JCudaDriver.cuEventElapsedTime(milliseconds, events[index], events[index + 1]));
    return Math.round(milliseconds[0] * NANOS);
  }

  @Override
  public void close() {
    if (stream.context().enterToClose()) {
      for (CUevent event : events) {
        JCudaDriver.cuEventDestroy(event);
      }
    }
  }
}
