package io.scopegraph.cli;

import io.scopegraph.io.ModelFormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file of the user's that cannot be read or written.
final class FileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FileException(Path file, String what) {
    super(file + ": " + what);
  }

  FileException(Path file, IOException cause) {
    super(file + ": " + reason(cause), cause);
  }

  /// A file of the user's, not a model, of the wrong format; the cause names it.
  FileException(ModelFormatException cause) {
    super(cause.getMessage(), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "access denied";
      case FileAlreadyExistsException _ -> "is in the way";
      default -> String.valueOf(cause.getMessage());
    };
  }
}
