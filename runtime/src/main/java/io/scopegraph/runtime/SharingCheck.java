package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.TextTable;
import java.util.List;

/// The check that variables are shared.
final class SharingCheck {
  private static final int LEAST_READERS = 2;

  private SharingCheck() {}

  /// A variable that is checked.
  ///
  /// @param allocations the plain ones; none before the first run
  record Row(String name, long bytes, long allocations, ImmutableList<MemoryReport.User> users) {
    boolean isShared() {
      return allocations <= 1
          && users.stream().mapToInt(MemoryReport.User::readers).sum() >= LEAST_READERS;
    }
  }

  /// Checks all rows.
  ///
  /// @throws AssertionError with a table of them if one is not shared
  static void check(String prefix, List<Row> rows) {
    long alone = rows.stream().filter(row -> !row.isShared()).count();
    if (alone == 0) {
      return;
    }
    TextTable table = new TextTable("llrrl");
    table.row("variable", "shared", "size", "allocations", "users");
    for (Row row : rows) {
      table.row(
          row.name(),
          row.isShared() ? "yes" : "NO",
          ByteSizes.human(row.bytes()),
          row.allocations(),
          MemoryReport.User.summary(row.users()));
    }
    throw new AssertionError(
        "Not shared: %d of %d variables below \"%s\"\n\n%s"
            .formatted(alone, rows.size(), prefix, table));
  }
}
