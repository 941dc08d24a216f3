package io.scopegraph.runtime.reference;

import io.scopegraph.runtime.spi.Backend;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;

/// A backend that is preferred but cannot run.
public final class AbsentBackend implements Backend {
  @Override
  public String name() {
    return "absent";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Availability check() {
    return Availability.unusable("no such hardware", "buy some");
  }

  @Override
  public Device open(DeviceOptions options) {
    throw new DeviceException("There is no such hardware");
  }
}
