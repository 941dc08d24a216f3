package io.scopegraph.io.internal;

/// Ends the translation of one node, which then joins the list of those that are not supported.
public final class UnsupportedFormException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public UnsupportedFormException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
