package io.scopegraph.drawing.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.drawing.internal.JsonText;
import io.scopegraph.drawing.internal.Markup;
import io.scopegraph.drawing.internal.PageTemplate;
import io.scopegraph.drawing.plan.PlanPicture.Block;
import io.scopegraph.drawing.plan.PlanPicture.Op;
import java.util.Locale;
import java.util.Map;

/// Writes a memory plan as one HTML page that needs no network. The picture of [PlanSvgWriter]
/// moves and zooms there with the mouse and the keyboard, buffers can be searched by name, and
/// those at the peak are listed.
public final class PlanHtmlWriter {
  private PlanHtmlWriter() {}

  /// The page.
  ///
  /// @param title the heading
  public static String write(PlanPicture picture, String title) {
    Map<String, String> parts =
        Map.of(
            "title", Markup.escape(Markup.oneLine(title)),
            "arena", Markup.escape(sentence(picture.arenaLine())),
            "totals", Markup.escape(sentence(picture.totalsLine())),
            "device", Markup.escape(Markup.oneLine(picture.device())),
            "data", JsonText.of(data(picture)));
    return new PageTemplate(PlanHtmlWriter.class, "plan.html").fill(parts);
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static Map<String, Object> data(PlanPicture picture) {
    ImmutableList<Paint> paints = picture.paints();
    return ImmutableMap.<String, Object>builder()
        .put("arena", picture.arenaBytes())
        .put("lower", picture.lowerBound())
        .put("peak", picture.peakOp())
        .put("paints", paints.stream().map(PlanHtmlWriter::paint).collect(toImmutableList()))
        .put(
            "ops",
            picture.ops().stream()
                .map(op -> op(op, paints.indexOf(Paint.of(op.kind()))))
                .collect(toImmutableList()))
        .put(
            "blocks",
            picture.blocks().stream()
                .map(block -> block(block, paints.indexOf(picture.paint(block))))
                .collect(toImmutableList()))
        .buildOrThrow();
  }

  private static Map<String, Object> paint(Paint paint) {
    return ImmutableMap.of(
        "label", paint.label(),
        "fill", paint.fill(),
        "stroke", paint.stroke(),
        "darkFill", paint.darkFill(),
        "darkStroke", paint.darkStroke());
  }

  private static Map<String, Object> op(Op op, int paint) {
    return ImmutableMap.of(
        "name", op.name(),
        "type", op.type(),
        "algorithm", op.algorithm(),
        "paint", paint,
        "live", op.liveBytes());
  }

  private static Map<String, Object> block(Block block, int paint) {
    return ImmutableMap.of(
        "name", block.name(),
        "values", block.values(),
        "paint", paint,
        "bytes", block.bytes(),
        "used", block.usedBytes(),
        "offset", block.offset(),
        "first", block.first(),
        "last", block.last());
  }
}
