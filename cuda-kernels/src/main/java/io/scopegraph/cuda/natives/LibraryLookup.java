package io.scopegraph.cuda.natives;

/// What became of opening a library.
public sealed interface LibraryLookup {
  /// It is open, and stays so.
  record Found(DynamicLibrary library) implements LibraryLookup {}

  /// It did not open.
  ///
  /// @param file the name or path that was asked for
  /// @param reason the linker's words
  record Refused(String file, String reason) implements LibraryLookup {
    /// Whether there is no such file, rather than one that does not load.
    public boolean isMissing() {
      return reason.startsWith(file + ": cannot open shared object file: No such file");
    }
  }
}
