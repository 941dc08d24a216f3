package io.scopegraph.cli;

import io.scopegraph.runtime.BatchShapes;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.plan.BufferKind.Region;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.MemoryPlan;
import io.scopegraph.runtime.plan.TextTable;
import io.scopegraph.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a model needs for several batches.
///
/// @param deviceBytes null if no size of a device is given
/// @param largestBatch that fits the device; null if there is no device, or not even 1 fits
record BatchTable(
    String device, @Nullable Long deviceBytes, @Nullable Long largestBatch, List<Row> batches) {
  /// What one batch needs.
  ///
  /// @param fits null if no size of a device is given
  record Row(
      long batch,
      long weightBytes,
      long arenaBytes,
      long inputBytes,
      long outputBytes,
      long totalBytes,
      boolean optimal,
      @Nullable Boolean fits) {}

  /// Plans all batches; nothing is allocated on the device and nothing runs.
  static BatchTable of(
      Session session, Map<String, Shape> shapes, List<Long> batches, @Nullable Long deviceBytes) {
    BatchShapes open = BatchShapes.of(session.inputs(), shapes);
    List<Row> rows = batches.stream().map(batch -> row(session, open, batch, deviceBytes)).toList();
    OptionalLong largest =
        deviceBytes == null ? OptionalLong.empty() : session.largestBatch(shapes, deviceBytes);
    return new BatchTable(
        session.deviceName(), deviceBytes, largest.isPresent() ? largest.getAsLong() : null, rows);
  }

  private static Row row(
      Session session, BatchShapes open, long batch, @Nullable Long deviceBytes) {
    MemoryPlan plan = session.plan(open.at(batch));
    return new Row(
        batch,
        plan.bytes(Region.WEIGHTS),
        plan.arenaBytes(),
        plan.bytes(Region.INPUTS),
        plan.bytes(Region.OUTPUTS),
        plan.totalBytes(),
        plan.certificate().isOptimal(),
        deviceBytes == null ? null : plan.totalBytes() <= deviceBytes);
  }

  /// The table, for people.
  @Override
  public String toString() {
    TextTable table = new TextTable("rrrrrrrll");
    table.row(
        "batch",
        "weights",
        "arena",
        "inputs",
        "outputs",
        "total",
        "bytes",
        "arena is",
        deviceBytes == null ? "" : "in " + ByteSizes.human(deviceBytes));
    for (Row row : batches) {
      table.row(
          row.batch(),
          ByteSizes.human(row.weightBytes()),
          ByteSizes.human(row.arenaBytes()),
          ByteSizes.human(row.inputBytes()),
          ByteSizes.human(row.outputBytes()),
          ByteSizes.human(row.totalBytes()),
          row.totalBytes(),
          row.optimal() ? "optimal" : "not proven optimal",
          row.fits() == null ? "" : row.fits() ? "fits" : "too large");
    }
    String text = "Memory by batch on " + device + "\n\n" + table;
    if (deviceBytes == null) {
      return text;
    }
    return text
        + "\n"
        + (largestBatch == null
            ? "Not even a batch of 1 fits in " + ByteSizes.exact(deviceBytes)
            : "The largest batch that fits in %s is %d"
                .formatted(ByteSizes.exact(deviceBytes), largestBatch))
        + "\n";
  }
}
