package io.scopegraph.weights;

import io.scopegraph.io.ModelFormatException;

/// Takes apart a block in the Snappy format: the length of the result, then literals and copies of
/// what is already there.
final class Snappy {
  /// A copy of three bytes gives at most 64; a length beyond that ratio is a lie.
  private static final long MAX_RATIO = 22;

  private static final int LITERAL = 0;
  private static final int NEAR_COPY = 1;
  private static final int COPY = 2;

  /// Literal lengths from this one on stand in bytes of their own.
  private static final int LONG_LITERAL = 60;

  private final byte[] input;
  private final String file;
  private final long base;
  private int position;
  private byte[] output = {};
  private int filled;

  private Snappy(String file, byte[] input, long base) {
    this.file = file;
    this.input = input;
    this.base = base;
  }

  /// The contents of a block.
  ///
  /// @param base where the block begins in the file
  /// @throws ModelFormatException if the block is damaged
  static byte[] decompress(String file, byte[] block, long base) {
    return new Snappy(file, block, base).decompress();
  }

  private byte[] decompress() {
    long length = length();
    require(
        length <= MAX_RATIO * input.length && length <= Integer.MAX_VALUE - 8,
        "%d compressed bytes cannot hold %d".formatted(input.length, length));
    output = new byte[(int) length];
    while (position < input.length) {
      int tag = next();
      int kind = tag & 3;
      int size = tag >> 2;
      if (kind == LITERAL) {
        literal(size < LONG_LITERAL ? size + 1 : little(size - LONG_LITERAL + 1) + 1);
      } else if (kind == NEAR_COPY) {
        copy(4 + (size & 7), ((tag >> 5) << 8) | next());
      } else {
        copy(size + 1, little(kind == COPY ? 2 : 4));
      }
    }
    require(
        filled == output.length,
        "expected %d bytes of contents, found %d".formatted(output.length, filled));
    return output;
  }

  private long length() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int group = next();
      value |= (long) (group & 0x7F) << shift;
      if (group < 0x80) {
        return value;
      }
    }
    throw ModelFormatException.at(file, base, "the length of a compressed block does not end");
  }

  private void literal(long length) {
    require(
        length <= input.length - position && length <= output.length - filled,
        "a literal reaches past the end of its block");
    System.arraycopy(input, position, output, filled, (int) length);
    position += (int) length;
    filled += (int) length;
  }

  /// The copied range may overlap what it gives, so bytes are copied one by one.
  private void copy(int length, long distance) {
    require(
        distance >= 1 && distance <= filled && length <= output.length - filled,
        "a copy reaches past the ends of its block");
    for (int i = 0; i < length; i++) {
      output[filled] = output[filled - (int) distance];
      filled++;
    }
  }

  /// A little-endian number of up to four bytes.
  private long little(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private int next() {
    require(position < input.length, "a compressed block ends early");
    return input[position++] & 0xFF;
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw ModelFormatException.at(file, base, problem);
    }
  }
}
