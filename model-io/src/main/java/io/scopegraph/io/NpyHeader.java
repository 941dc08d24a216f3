package io.scopegraph.io;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What stands before the data of an array file.
///
/// @param elementType how the file describes its elements: `<f4`
/// @param columnMajor whether the first axis varies fastest
/// @param byteSize of the header itself; the data follow
record NpyHeader(String elementType, boolean columnMajor, Shape shape, int byteSize) {
  /// Magic, version and the length of the text that follows, in the longer form.
  static final int MAX_PREFIX = 12;

  private static final int MAX_TEXT = 1 << 16;

  private static final int LENGTH_OFFSET = 8;

  private static final ValueLayout.OfShort LENGTH_16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfInt LENGTH_32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  static boolean isMagic(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /// How many bytes the header has, data excluded.
  ///
  /// @param prefix the first [#MAX_PREFIX] bytes of the file, fewer if it has fewer
  static int size(String file, byte[] prefix) {
    if (!isMagic(prefix)) {
      throw ModelFormatException.at(file, 0, "expected an array file (.npy), found other data");
    }
    require(prefix.length == MAX_PREFIX, file, prefix.length, "the file ends in its header");
    int major = prefix[6];
    require(major >= 1 && major <= 3, file, 6, "version %d is not known".formatted(major));
    MemorySegment bytes = MemorySegment.ofArray(prefix);
    long length =
        major == 1
            ? bytes.get(LENGTH_16, LENGTH_OFFSET) & 0xFFFF
            : bytes.get(LENGTH_32, LENGTH_OFFSET) & 0xFFFFFFFFL;
    int start = start(prefix);
    require(
        length >= MAX_PREFIX - start && length <= MAX_TEXT,
        file,
        LENGTH_OFFSET,
        "a header cannot have %d bytes".formatted(length));
    return start + (int) length;
  }

  /// Reads the header with which a stream begins.
  static NpyHeader read(String file, InputStream stream) throws IOException {
    byte[] prefix = stream.readNBytes(MAX_PREFIX);
    byte[] header = Arrays.copyOf(prefix, size(file, prefix));
    int rest = header.length - prefix.length;
    if (stream.readNBytes(header, prefix.length, rest) < rest) {
      throw ModelFormatException.of(file, "ends in its header");
    }
    return parse(file, header);
  }

  /// Parses a header.
  ///
  /// @param header exactly its bytes
  static NpyHeader parse(String file, byte[] header) {
    int start = start(header);
    String text = new String(header, start, header.length - start, StandardCharsets.UTF_8);
    return new NpyHeaderParser(file, text, start, header.length - start).parse();
  }

  /// Where the text begins.
  private static int start(byte[] header) {
    return header[6] == 1 ? 10 : MAX_PREFIX;
  }

  /// Writes magic, version 1 and the length of the text that follows.
  static void writePrefix(byte[] header, int length) {
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[6] = 1;
    header[7] = 0;
    header[8] = (byte) length;
    header[9] = (byte) (length >> 8);
  }

  /// True if the last axis varies fastest, or if there is no difference.
  boolean isRowMajor() {
    return !columnMajor || shape.rank() < 2;
  }

  /// The spec of the tensor that takes the array, or null if its elements are not supported.
  @Nullable TensorSpec spec() {
    NpyElement element = NpyElement.of(elementType);
    return element == null ? null : new TensorSpec(element.dtype(), shape);
  }

  /// The elements.
  ///
  /// @throws ModelFormatException if they are not supported
  NpyElement element(String file) {
    NpyElement element = NpyElement.of(elementType);
    if (element == null) {
      throw ModelFormatException.of(
          file, "element type '%s' is not supported".formatted(elementType));
    }
    return element;
  }

  /// Bytes of data that the shape asks for.
  ///
  /// @throws ModelFormatException if elements are not supported or the number exceeds 63 bits
  long dataSize(String file) {
    try {
      return Math.multiplyExact(shape.elementCount(), (long) element(file).size());
    } catch (ArithmeticException e) {
      throw ModelFormatException.of(
          file, "the size of shape %s exceeds 63 bits".formatted(shape), e);
    }
  }

  private static void require(boolean holds, String file, long offset, String problem) {
    if (!holds) {
      throw ModelFormatException.at(file, offset, problem);
    }
  }
}
