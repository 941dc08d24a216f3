package io.scopegraph.runtime.reference;

import io.scopegraph.runtime.spi.Backend;
import io.scopegraph.runtime.spi.Device;

/// The backend that the tests of the runtime find on their class path.
public final class ReferenceBackend implements Backend {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Availability check() {
    return Availability.usable("naive loops");
  }

  @Override
  public Device open(DeviceOptions options) {
    return new ReferenceDevice(true);
  }
}
