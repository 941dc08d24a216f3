package io.scopegraph.drawing.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page with places such as `@title@`, which are filled once: what is put there is not looked at
/// again. A place without a part takes the resource of its name.
public final class PageTemplate {
  private static final Pattern PLACE = Pattern.compile("@([a-z.]+)@");

  private final Class<?> neighbour;
  private final String name;

  /// @param neighbour a class in whose package the template and the resources lie
  public PageTemplate(Class<?> neighbour, String name) {
    this.neighbour = neighbour;
    this.name = name;
  }

  /// The page.
  public String fill(Map<String, String> parts) {
    Matcher matcher = PLACE.matcher(resource(name));
    StringBuilder page = new StringBuilder();
    while (matcher.find()) {
      String place = matcher.group(1);
      String part = parts.containsKey(place) ? parts.get(place) : resource(place);
      matcher.appendReplacement(page, Matcher.quoteReplacement(Objects.requireNonNull(part)));
    }
    return matcher.appendTail(page).toString();
  }

  private String resource(String file) {
    try (InputStream stream = neighbour.getResourceAsStream(file)) {
      return new String(
          Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
