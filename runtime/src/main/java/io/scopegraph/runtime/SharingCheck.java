package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.TextTable;
import java.util.List;

/// The check that variables are shared: each has two readers or more, and no two of them read it in
/// forms of their own.
final class SharingCheck {
  private static final int LEAST_READERS = 2;

  private SharingCheck() {}

  /// A variable that is checked.
  ///
  /// @param bytes of its contents
  /// @param forms of each allocation that holds it the form, `plain` or a packed one's name; none
  ///   before the first run
  /// @param allocatedBytes of all of them
  record Row(
      String name,
      long bytes,
      ImmutableList<String> forms,
      long allocatedBytes,
      ImmutableList<MemoryReport.User> users) {
    boolean isShared() {
      return packedForms() <= 1
          && users.stream().mapToInt(MemoryReport.User::readers).sum() >= LEAST_READERS;
    }

    private long packedForms() {
      return forms.stream().filter(form -> !form.equals(StoredWeight.PLAIN)).count();
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
    TextTable table = new TextTable("llrrll");
    table.row("variable", "shared", "size", "allocated", "as", "users");
    for (Row row : rows) {
      table.row(
          row.name(),
          row.isShared() ? "yes" : "NO",
          ByteSizes.human(row.bytes()),
          ByteSizes.human(row.allocatedBytes()),
          row.forms().isEmpty() ? "-" : String.join(" + ", row.forms()),
          MemoryReport.User.summary(row.users()));
    }
    throw new AssertionError(
        "Not shared: %d of %d variables below \"%s\"\n\n%s"
            .formatted(alone, rows.size(), prefix, table));
  }
}
