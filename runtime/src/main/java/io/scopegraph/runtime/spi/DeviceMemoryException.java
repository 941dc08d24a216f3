package io.scopegraph.runtime.spi;

/// A device has no room for a block of memory. Nothing was reserved.
public final class DeviceMemoryException extends DeviceException {
  private static final long serialVersionUID = 1L;

  public DeviceMemoryException(String message) {
    super(message);
  }

  public DeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
