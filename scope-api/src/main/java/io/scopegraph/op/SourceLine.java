package io.scopegraph.op;

import java.util.function.Predicate;

/// The line of user code that made a node.
///
/// @param file the file's name without a path, or a model file's name for imported nodes
/// @param line the line, counted from 1; 0 if there is none
public record SourceLine(String file, int line) {
  private static final StackWalker WALKER = StackWalker.getInstance();

  /// The innermost caller outside of the packages that build graphs.
  public static SourceLine ofCaller() {
    return ofCaller(className -> !isBuilding(className));
  }

  /// The innermost caller outside of a class.
  public static SourceLine ofCallerOf(Class<?> type) {
    return ofCaller(className -> !className.equals(type.getName()));
  }

  private static SourceLine ofCaller(Predicate<String> isUser) {
    return WALKER.walk(frames ->
        frames
            .filter(frame -> isUser.test(frame.getClassName()))
            .filter(frame -> !frame.getClassName().equals(SourceLine.class.getName()))
            .findFirst()
            .map(
                frame -> new SourceLine(String.valueOf(frame.getFileName()), frame.getLineNumber()))
            .orElse(new SourceLine("unknown", 0)));
  }

  private static boolean isBuilding(String className) {
    return className.startsWith("io.scopegraph.builder.")
        || className.startsWith("io.scopegraph.layers.")
        || className.startsWith("io.scopegraph.op.");
  }

  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
