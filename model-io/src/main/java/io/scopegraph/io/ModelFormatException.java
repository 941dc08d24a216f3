package io.scopegraph.io;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A file that cannot be read: it is missing, damaged, or not of the format that was asked for. The
/// message names the file, the place in it, what was expected there and what was found.
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final long NO_OFFSET = -1;

  private final String file;
  private final long offset;

  private ModelFormatException(
      String file, long offset, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.file = file;
    this.offset = offset;
  }

  /// An error that concerns the whole file.
  public static ModelFormatException of(String file, String problem) {
    return new ModelFormatException(file, NO_OFFSET, file + ": " + problem, null);
  }

  public static ModelFormatException of(String file, String problem, Throwable cause) {
    return new ModelFormatException(file, NO_OFFSET, file + ": " + problem, cause);
  }

  /// An error at a byte of the file.
  public static ModelFormatException at(String file, long offset, String problem) {
    return new ModelFormatException(
        file, offset, "%s at byte %d: %s".formatted(file, offset, problem), null);
  }

  /// An error in a named part of the file.
  ///
  /// @param where the part, for example `node "conv1" (Conv)` or `tensor "w"`
  public static ModelFormatException in(String file, String where, String problem) {
    return of(file, where + ": " + problem);
  }

  public static ModelFormatException in(
      String file, String where, String problem, Throwable cause) {
    return of(file, where + ": " + problem, cause);
  }

  /// The file, as the caller named it.
  public String file() {
    return file;
  }

  /// The byte at which reading failed, if there is one.
  public OptionalLong offset() {
    return offset == NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(offset);
  }
}
