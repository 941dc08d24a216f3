package io.scopegraph.examples.picture;

/// A picture cannot be read: it is damaged, too large, or of a kind that is not supported. The
/// message is one line and names the file.
public final class PictureFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PictureFormatException(String message) {
    super(message);
  }

  public PictureFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
