package io.scopegraph.cpu.op;

/// Ends the selection of a kernel with the reason why there is none. Never leaves this package:
/// [KernelSelector] turns it into a value.
final class UnsupportedNode extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UnsupportedNode(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
