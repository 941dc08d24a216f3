package io.scopegraph.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of bytes as an option: `1048576`, `64MiB`, `1.5 GiB`, `20MB`.
record ByteCount(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?i?b?)", Pattern.CASE_INSENSITIVE);

  /// The number that a text stands for, or null if it is of another form.
  static @Nullable ByteCount find(String text) {
    return FORM.matcher(text.strip()).matches() ? new Converter().convert(text) : null;
  }

  /// Reads the form above.
  static final class Converter implements ITypeConverter<ByteCount> {
    @Override
    public ByteCount convert(String text) {
      Matcher matcher = FORM.matcher(text.strip());
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'%s' is not a number of bytes, such as 64MiB".formatted(text));
      }
      BigDecimal bytes =
          new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit(matcher.group(2))));
      if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
        throw new TypeConversionException("'%s' is too large".formatted(text));
      }
      return new ByteCount(bytes.longValue());
    }

    private static long unit(String suffix) {
      String lower = suffix.toLowerCase(Locale.ROOT);
      long base = lower.contains("i") ? 1024 : 1000;
      return switch (lower.isEmpty() ? 'b' : lower.charAt(0)) {
        case 'k' -> base;
        case 'm' -> base * base;
        case 'g' -> base * base * base;
        case 't' -> base * base * base * base;
        default -> 1;
      };
    }
  }
}
