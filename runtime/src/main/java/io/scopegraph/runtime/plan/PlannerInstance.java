package io.scopegraph.runtime.plan;

import com.google.common.base.CharMatcher;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Planner problems and their solutions as files: CSV with the header `id,lower,upper,size` and, if
/// wanted, `alignment`; a solution adds `offset`. Columns may stand in any order, further ones are
/// ignored, and so are blank lines. Fields are not quoted.
///
/// @param requests the buffers, in the order of the lines
/// @param placement where they lie; null if the file has no column `offset`
public record PlannerInstance(
    ImmutableList<BufferRequest> requests, @Nullable Placement placement) {
  private static final long MOST_BYTES = 256L << 20;
  private static final CharMatcher UNUSABLE = CharMatcher.anyOf(",\r\n");

  /// A problem without a solution.
  public static PlannerInstance of(List<BufferRequest> requests) {
    return new PlannerInstance(ImmutableList.copyOf(requests), null);
  }

  /// What a file holds.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws PlannerFormatException if it holds no planner problem; names file, line and field
  public static PlannerInstance read(Path path) throws IOException {
    long bytes = Files.size(path);
    if (bytes > MOST_BYTES) {
      throw new PlannerFormatException(
          "%s: %d B are too many for a planner problem, at most %d B are read"
              .formatted(path, bytes, MOST_BYTES));
    }
    try {
      return parse(path.toString(), Files.readString(path));
    } catch (CharacterCodingException e) {
      throw new PlannerFormatException(path + ": this is no text in UTF-8", e);
    }
  }

  /// What a text holds.
  ///
  /// @param file for errors
  /// @throws PlannerFormatException if the text is no planner problem; names file, line and field
  public static PlannerInstance parse(String file, String text) {
    List<String> lines = text.lines().toList();
    PlannerLines parser = new PlannerLines(file, lines.isEmpty() ? "" : lines.getFirst());
    for (int line = 2; line <= lines.size(); line++) {
      parser.add(line, lines.get(line - 1));
    }
    return parser.instance();
  }

  /// This problem with a solution.
  public PlannerInstance with(Placement solution) {
    return new PlannerInstance(requests, solution);
  }

  /// The text of a file, with the columns `alignment` and `offset` where they say something.
  ///
  /// @throws IllegalArgumentException if an id cannot stand in such a file
  public String toCsv() {
    Placement solution = placement;
    boolean aligned = requests.stream().anyMatch(request -> request.alignment() != 1);
    ImmutableList.Builder<String> header =
        ImmutableList.<String>builder().add("id", "lower", "upper", "size");
    if (aligned) {
      header.add("alignment");
    }
    if (solution != null) {
      header.add("offset");
    }
    StringBuilder text = new StringBuilder(String.join(",", header.build())).append('\n');
    for (int i = 0; i < requests.size(); i++) {
      BufferRequest request = requests.get(i);
      Preconditions.checkArgument(
          !request.id().isBlank()
              && request.id().equals(request.id().strip())
              && UNUSABLE.matchesNoneOf(request.id()),
          "The id \"%s\" cannot stand in a CSV file",
          request.id());
      text.append(request.id()).append(',').append(request.lower()).append(',');
      text.append(request.upper()).append(',').append(request.size());
      if (aligned) {
        text.append(',').append(request.alignment());
      }
      if (solution != null) {
        text.append(',').append(solution.offsets().get(i));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
