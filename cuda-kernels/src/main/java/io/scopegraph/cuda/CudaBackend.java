package io.scopegraph.cuda;

import com.google.common.collect.ImmutableList;
import io.scopegraph.cuda.probe.Probe;
import io.scopegraph.runtime.spi.Backend;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;

/// Runs graphs on NVIDIA GPUs.
public final class CudaBackend implements Backend {
  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Availability check() {
    return Probe.check();
  }

  @Override
  public ImmutableList<Finding> findings() {
    return Probe.findings();
  }

  @Override
  public Device open(DeviceOptions options) {
    Availability availability = check();
    if (!availability.usable()) {
      throw new DeviceException("cuda: " + availability.detail() + "; " + availability.remedy());
    }
    return CudaDevice.open(options.index());
  }
}
