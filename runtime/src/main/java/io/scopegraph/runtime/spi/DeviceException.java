package io.scopegraph.runtime.spi;

/// A device failed, or cannot be used. The message names the call, its status and, where there is
/// one, the node.
public class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceException(String message) {
    super(message);
  }

  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
