package io.scopegraph.runtime.spi;

/// Ends the selection of a kernel with the reason why there is none. For use within a backend,
/// which turns it into [Device.Selection.Unsupported].
public final class UnsupportedNode extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /// @param reason in the user's words
  public UnsupportedNode(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
