package io.scopegraph.onnx;

/// Ends the import of one node, which then joins the list of unsupported ones.
final class UnsupportedFormException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UnsupportedFormException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
