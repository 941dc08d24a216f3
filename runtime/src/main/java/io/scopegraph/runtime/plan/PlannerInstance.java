package io.scopegraph.runtime.plan;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Planner problems as files: CSV with the header `id,lower,upper,size` and, if wanted,
/// `alignment`; further columns are ignored. Blank lines are skipped.
public final class PlannerInstance {
  private static final ImmutableList<String> REQUIRED =
      ImmutableList.of("id", "lower", "upper", "size");
  private static final Splitter COMMA = Splitter.on(',').trimResults();

  private final String file;
  private final List<String> columns;

  private PlannerInstance(String file, String header) {
    this.file = file;
    this.columns = COMMA.splitToList(header);
    for (String column : REQUIRED) {
      if (!columns.contains(column)) {
        throw error(1, column, "the column is missing");
      }
    }
  }

  /// The requests in a file.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws IllegalArgumentException if it holds no planner problem; names file, line and field
  public static ImmutableList<BufferRequest> read(Path path) throws IOException {
    return parse(path.toString(), Files.readString(path, StandardCharsets.UTF_8));
  }

  /// The requests in a text.
  ///
  /// @param file for errors
  /// @throws IllegalArgumentException if the text is no planner problem; names file, line and field
  public static ImmutableList<BufferRequest> parse(String file, String text) {
    List<String> lines = text.lines().toList();
    PlannerInstance instance = new PlannerInstance(file, lines.isEmpty() ? "" : lines.getFirst());
    ImmutableList.Builder<BufferRequest> requests = ImmutableList.builder();
    Set<String> ids = new HashSet<>();
    for (int line = 2; line <= lines.size(); line++) {
      if (lines.get(line - 1).isBlank()) {
        continue;
      }
      BufferRequest request = instance.request(line, COMMA.splitToList(lines.get(line - 1)));
      if (!ids.add(request.id())) {
        throw instance.error(line, "id", "%s is used twice".formatted(request.id()));
      }
      requests.add(request);
    }
    return requests.build();
  }

  private BufferRequest request(int line, List<String> fields) {
    if (fields.size() != columns.size()) {
      throw error(
          line,
          columns.get(Math.min(fields.size(), columns.size() - 1)),
          "expected %d fields, found %d".formatted(columns.size(), fields.size()));
    }
    String id = fields.get(columns.indexOf("id"));
    long lower = number(line, fields, "lower");
    long upper = number(line, fields, "upper");
    long size = number(line, fields, "size");
    long alignment = columns.contains("alignment") ? number(line, fields, "alignment") : 1;
    if (upper <= lower) {
      throw error(line, "upper", "%d is not greater than lower, %d".formatted(upper, lower));
    }
    if (size < 0) {
      throw error(line, "size", "%d is negative".formatted(size));
    }
    if (alignment < 1) {
      throw error(line, "alignment", "%d is below 1".formatted(alignment));
    }
    return new BufferRequest(id, lower, upper, size, alignment);
  }

  private long number(int line, List<String> fields, String column) {
    String text = fields.get(columns.indexOf(column));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          message(line, column, "\"%s\" is no integer of 63 bits".formatted(text)), e);
    }
  }

  private IllegalArgumentException error(int line, String field, String reason) {
    return new IllegalArgumentException(message(line, field, reason));
  }

  private String message(int line, String field, String reason) {
    return "%s, line %d, field \"%s\": %s".formatted(file, line, field, reason);
  }
}
