package io.scopegraph.drawing.plan;

import io.scopegraph.drawing.OpKind;
import java.util.Locale;

/// The colours of a sort of buffers, on a light and on a dark ground, each `#rrggbb`.
///
/// @param id usable as a class in a style sheet
/// @param label for people
record Paint(
    String id, String label, String fill, String stroke, String darkFill, String darkStroke) {
  /// Scratch memory of one op.
  static final Paint WORKSPACE = of("workspace", "workspace of an op", "#f2b8b5", "#b3261e");

  private static final int DARK_GROUND = 0x111827;
  private static final int LIGHT_INK = 0xffffff;

  /// The colours of what ops of a kind make.
  static Paint of(OpKind kind) {
    return of(kind.name().toLowerCase(Locale.ROOT), kind.label(), kind.fill(), kind.stroke());
  }

  private static Paint of(String id, String label, String fill, String stroke) {
    return new Paint(
        id, label, fill, stroke, mix(stroke, DARK_GROUND, 0.55), mix(stroke, LIGHT_INK, 0.45));
  }

  private static String mix(String colour, int other, double share) {
    int own = Integer.parseInt(colour.substring(1), 16);
    StringBuilder mixed = new StringBuilder("#");
    for (int shift = 16; shift >= 0; shift -= 8) {
      double part = (own >> shift & 0xff) * (1 - share) + (other >> shift & 0xff) * share;
      mixed.append(String.format(Locale.ROOT, "%02x", Math.round(part)));
    }
    return mixed.toString();
  }
}
