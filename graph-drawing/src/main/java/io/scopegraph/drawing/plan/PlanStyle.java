package io.scopegraph.drawing.plan;

import java.util.List;

/// The style sheet of a plan's picture: light, and dark where the reader's desktop is.
final class PlanStyle {
  private static final String LIGHT =
      """
      .ground { fill: #ffffff; }
      .plot { fill: #f8fafc; stroke: #cbd5e1; }
      .grid { stroke: #dbe3ec; }
      .ink { fill: #111827; }
      .soft { fill: #475569; }
      .block { stroke-width: 0.6px; }
      .op { stroke-width: 0.3px; }
      .label { fill: #1f2937; font-size: 10px; pointer-events: none; text-anchor: middle; }
      .peak { fill: #dc2626; fill-opacity: 0.1; stroke: #dc2626; stroke-width: 1px; }
      .peak-label { fill: #b91c1c; font-weight: bold; }
      .bound { fill: none; stroke: #047857; stroke-dasharray: 6 4; stroke-width: 1.5px; }
      .bound-label { fill: #047857; font-weight: bold; }
      .profile { fill: #94a3b8; fill-opacity: 0.45; stroke: #475569; }
      """;

  private static final String DARK =
      """
      .ground { fill: #0b1220; }
      .plot { fill: #111827; stroke: #334155; }
      .grid { stroke: #253044; }
      .ink { fill: #f1f5f9; }
      .soft { fill: #a3b2c7; }
      .label { fill: #f8fafc; }
      .peak { fill: #f87171; fill-opacity: 0.16; stroke: #f87171; }
      .peak-label { fill: #fca5a5; }
      .bound { stroke: #34d399; }
      .bound-label { fill: #6ee7b7; }
      .profile { fill: #64748b; stroke: #94a3b8; }
      """;

  private PlanStyle() {}

  static String of(List<Paint> paints) {
    StringBuilder style = new StringBuilder("<style>\n").append(LIGHT);
    paints.forEach(paint -> style.append(rule(paint.id(), paint.fill(), paint.stroke())));
    style.append("@media (prefers-color-scheme: dark) {\n").append(DARK);
    paints.forEach(paint -> style.append(rule(paint.id(), paint.darkFill(), paint.darkStroke())));
    return style.append("}\n</style>\n").toString();
  }

  private static String rule(String id, String fill, String stroke) {
    return ".%s { fill: %s; stroke: %s; }\n".formatted(id, fill, stroke);
  }
}
