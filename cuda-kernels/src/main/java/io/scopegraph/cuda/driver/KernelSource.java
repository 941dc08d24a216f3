package io.scopegraph.cuda.driver;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// CUDA C++ with kernels. A source whose first line is `// Uses: a, b.` has the project's files of
/// these names before it, and what they use in turn; `common` stands before all of them. So a
/// source is whole without headers.
///
/// @param name the theme, for messages and files
public record KernelSource(String name, String text) {
  private static final String FOLDER = "/io/scopegraph/cuda/source/";
  private static final String COMMON = "common";
  private static final Pattern USES =
      Pattern.compile("// Uses: ([\\w, ]+)\\.\\R.*", Pattern.DOTALL);

  /// A file of the project.
  ///
  /// @param theme its name without the suffix
  public static KernelSource of(String theme) {
    return generated(theme, resource(theme));
  }

  /// A source that was made for a purpose.
  public static KernelSource generated(String name, String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(COMMON, resource(COMMON));
    uses(text).forEach(each -> add(each, parts));
    StringBuilder whole = new StringBuilder();
    parts.forEach((part, lines) -> whole.append(marked(part, lines)));
    return new KernelSource(name, whole + marked(name, text));
  }

  /// The files that a source asks for in its first line.
  private static List<String> uses(String text) {
    Matcher matcher = USES.matcher(text);
    return matcher.matches() ? Splitter.on(", ").splitToList(matcher.group(1)) : List.of();
  }

  private static void add(String name, Map<String, String> parts) {
    if (!parts.containsKey(name)) {
      String text = resource(name);
      uses(text).forEach(each -> add(each, parts));
      parts.put(name, text);
    }
  }

  /// With the lines numbered as in the file, for the compiler's messages.
  private static String marked(String name, String text) {
    return "#line 1 \"%s.cu\"\n".formatted(name) + text;
  }

  private static String resource(String name) {
    String path = FOLDER + name + ".cu";
    try (InputStream in = KernelSource.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + path + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
