package io.scopegraph.cli;

import io.scopegraph.runtime.spi.Precision;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a precision by the name that reports give it.
final class PrecisionConverter implements ITypeConverter<Precision> {
  @Override
  public Precision convert(String text) {
    return Stream.of(Precision.values())
        .filter(precision -> precision.toString().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException("'%s' is not a precision: %s".formatted(text, names())));
  }

  private static String names() {
    return Stream.of(Precision.values()).map(Precision::toString).collect(Collectors.joining(", "));
  }
}
