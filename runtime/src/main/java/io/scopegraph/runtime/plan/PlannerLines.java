package io.scopegraph.runtime.plan;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the lines of a planner problem.
final class PlannerLines {
  private static final ImmutableList<String> REQUIRED =
      ImmutableList.of("id", "lower", "upper", "size");
  private static final String ALIGNMENT = "alignment";
  private static final String OFFSET = "offset";
  private static final int LONGEST_QUOTE = 40;
  private static final Splitter COMMA = Splitter.on(',').trimResults();

  private final String file;
  private final List<String> columns;
  private final Set<String> ids = new HashSet<>();
  private final ImmutableList.Builder<BufferRequest> requests = ImmutableList.builder();
  private final ImmutableLongArray.Builder offsets = ImmutableLongArray.builder();
  private long total;
  private long height;

  PlannerLines(String file, String header) {
    this.file = file;
    this.columns = COMMA.splitToList(header);
    for (String column : REQUIRED) {
      if (!columns.contains(column)) {
        throw error(1, column, "the column is missing");
      }
    }
    for (String column : columns) {
      if (columns.indexOf(column) != columns.lastIndexOf(column) && isKnown(column)) {
        throw error(1, column, "the column is there twice");
      }
    }
  }

  private static boolean isKnown(String column) {
    return REQUIRED.contains(column) || column.equals(ALIGNMENT) || column.equals(OFFSET);
  }

  PlannerInstance instance() {
    return new PlannerInstance(
        requests.build(), columns.contains(OFFSET) ? new Placement(offsets.build(), height) : null);
  }

  void add(int line, String text) {
    if (text.isBlank()) {
      return;
    }
    List<String> fields = COMMA.splitToList(text);
    if (fields.size() != columns.size()) {
      throw error(
          line,
          columns.get(Math.min(fields.size(), columns.size() - 1)),
          "expected %d fields, found %d".formatted(columns.size(), fields.size()));
    }
    BufferRequest request = request(line, fields);
    requests.add(request);
    if (columns.contains(OFFSET)) {
      addOffset(line, fields, request);
    }
  }

  private BufferRequest request(int line, List<String> fields) {
    String id = fields.get(columns.indexOf("id"));
    if (id.isEmpty()) {
      throw error(line, "id", "it is empty");
    }
    if (!ids.add(id)) {
      throw error(line, "id", "%s is used twice".formatted(quote(id)));
    }
    long lower = number(line, fields, "lower");
    long upper = number(line, fields, "upper");
    if (upper <= lower) {
      throw error(line, "upper", "%d is not greater than lower, %d".formatted(upper, lower));
    }
    long size = number(line, fields, "size");
    long alignment = columns.contains(ALIGNMENT) ? number(line, fields, ALIGNMENT) : 1;
    if (alignment < 1) {
      throw error(line, ALIGNMENT, "%d is below 1".formatted(alignment));
    }
    total += size;
    if (total < 0) {
      throw error(line, "size", "the sizes up to here add up to more than 63 bits");
    }
    return new BufferRequest(id, lower, upper, size, alignment);
  }

  private void addOffset(int line, List<String> fields, BufferRequest request) {
    long offset = number(line, fields, OFFSET);
    if (offset + request.size() < 0) {
      throw error(line, OFFSET, "with the size, %d, it exceeds 63 bits".formatted(request.size()));
    }
    height = Math.max(height, offset + request.size());
    offsets.add(offset);
  }

  private long number(int line, List<String> fields, String column) {
    String text = fields.get(columns.indexOf(column));
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      String reason = "\"%s\" is no integer of 63 bits".formatted(quote(text));
      throw new PlannerFormatException(message(line, column, reason), e);
    }
    if (number < 0) {
      throw error(line, column, "%d is negative".formatted(number));
    }
    return number;
  }

  private static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }

  private PlannerFormatException error(int line, String field, String reason) {
    return new PlannerFormatException(message(line, field, reason));
  }

  private String message(int line, String field, String reason) {
    return "%s, line %d, field \"%s\": %s".formatted(file, line, quote(field), reason);
  }
}
