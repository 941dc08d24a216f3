package io.scopegraph.cuda.dnn;

import io.scopegraph.op.DataFormat;

/// Where the operands of a [GraphRequest] lie.
///
/// @param bias anything if there is none
/// @param residual anything if there is none
public record GraphOperands(Operand x, Operand filter, Operand bias, Operand residual, Operand y) {
  private static final long MOST_ALIGNMENT = 16;

  /// Some room between rows, to ask whether that is possible.
  private static final long ROOM = 64;

  /// An operand.
  ///
  /// @param address 0 if it is not known yet, and will be aligned
  /// @param pitch elements from one run along the last axis to the next, 0 for none between them
  public record Operand(long address, long pitch) {
    /// An operand in one piece.
    public static final Operand ANY = new Operand(0, 0);

    /// The largest power of two that divides the address, up to what cuDNN makes use of.
    long alignment() {
      return address == 0 ? MOST_ALIGNMENT : Math.min(MOST_ALIGNMENT, Long.lowestOneBit(address));
    }
  }

  /// Operands in one piece each.
  static final GraphOperands PACKED =
      new GraphOperands(Operand.ANY, Operand.ANY, Operand.ANY, Operand.ANY, Operand.ANY);

  /// Operands whose rows lie apart.
  static GraphOperands apart(ConvolutionShape shape) {
    boolean last = shape.format() == DataFormat.NHWC;
    Operand in = apart(last ? shape.channels() : shape.width());
    Operand out = apart(last ? shape.outChannels() : shape.outWidth());
    return new GraphOperands(in, Operand.ANY, Operand.ANY, out, out);
  }

  private static Operand apart(long row) {
    return new Operand(0, Math.ceilDiv(row, ROOM) * ROOM + ROOM);
  }
}
