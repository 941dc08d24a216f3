package io.scopegraph.weights;

import io.scopegraph.io.ModelFormatException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Reads a sorted string table, the form of a checkpoint's index: data blocks with ascending keys,
/// an index block that says where they are, and a footer that says where that is.
final class SortedTable {
  /// Receives the entries in the order of their keys.
  interface Visitor {
    /// Receives an entry.
    ///
    /// @param offset of the entry in the file, for errors
    void visit(byte[] key, byte[] value, long offset);
  }

  private static final int FOOTER = 48;
  private static final int HANDLES = 40;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  /// After a block: how it is compressed, and a checksum.
  private static final int TRAILER = 5;

  private static final int MAX_BLOCK = 1 << 28;

  /// Keys share beginnings, so a short file could spell out very many long ones.
  private static final int MAX_KEY = 1024;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private record Handle(long offset, long size) {
    long end() {
      return offset + size + TRAILER;
    }
  }

  private final MappedFile file;

  /// Where the last data block ended; the next one lies behind it, so that no byte is read twice.
  private long readTo;

  private byte[] lastKey = {};
  private boolean isFirst = true;

  private SortedTable(MappedFile file) {
    this.file = file;
  }

  /// Whether the file ends as a table does.
  static boolean isTable(MappedFile file) {
    return file.size() >= FOOTER && file.bytes().get(LONG, file.size() - 8) == MAGIC;
  }

  /// Reads the whole table.
  ///
  /// @throws ModelFormatException if it is damaged
  static void read(MappedFile file, Visitor visitor) {
    new SortedTable(file).read(visitor);
  }

  private void read(Visitor visitor) {
    if (!isTable(file)) {
      throw file.error(
          Math.max(0, file.size() - 8),
          "expected the end of a checkpoint's index, found other data");
    }
    long footer = file.size() - FOOTER;
    ByteCursor handles =
        new ByteCursor(file.name(), file.copy(footer, HANDLES), HANDLES, footer, true);
    handle(handles, footer);
    Handle index = handle(handles, footer);
    block(
        index,
        (_, value, offset) -> {
          ByteCursor cursor = new ByteCursor(file.name(), value, value.length, offset, false);
          Handle data = handle(cursor, footer);
          if (data.offset() < readTo) {
            throw file.error(offset, "blocks overlap or are out of order");
          }
          readTo = data.end();
          block(data, (key, content, at) -> visitor.visit(ascending(key, at), content, at));
        });
  }

  private byte[] ascending(byte[] key, long offset) {
    if (!isFirst && Arrays.compareUnsigned(lastKey, key) >= 0) {
      throw file.error(offset, "keys do not ascend");
    }
    isFirst = false;
    lastKey = key;
    return key;
  }

  private Handle handle(ByteCursor cursor, long limit) {
    long at = cursor.offset();
    long offset = cursor.varint("the offset of a block");
    long size = cursor.varint("the size of a block");
    if (size > MAX_BLOCK || offset > limit || size + TRAILER > limit - offset) {
      throw file.error(
          at, "a block of %d bytes at byte %d does not fit into the file".formatted(size, offset));
    }
    return new Handle(offset, size);
  }

  private void block(Handle handle, Visitor visitor) {
    int stored = file.bytes().get(INT, handle.end() - 4);
    int found = MaskedChecksum.of(file.bytes().asSlice(handle.offset(), handle.size() + 1));
    if (stored != found) {
      throw file.error(
          handle.offset(),
          "the checksum of a block of %d bytes is %08x, expected %08x; the file is damaged"
              .formatted(handle.size(), found, stored));
    }
    byte[] bytes = file.copy(handle.offset(), handle.size());
    int compression = file.bytes().get(ValueLayout.JAVA_BYTE, handle.offset() + handle.size());
    switch (compression) {
      case 0 -> entries(bytes, handle, true, visitor);
      case 1 ->
          entries(Snappy.decompress(file.name(), bytes, handle.offset()), handle, false, visitor);
      default ->
          throw file.error(
              handle.offset() + handle.size(),
              "compression %d is not known".formatted(compression));
    }
  }

  private void entries(byte[] block, Handle handle, boolean isVerbatim, Visitor visitor) {
    ByteCursor cursor =
        new ByteCursor(file.name(), block, entriesEnd(block, handle), handle.offset(), isVerbatim);
    byte[] key = {};
    while (cursor.hasRemaining()) {
      long offset = cursor.offset();
      long shared = cursor.varint("the shared length of a key");
      int unshared = cursor.length("a key");
      int size = cursor.length("a value");
      if (shared > key.length || unshared > cursor.remaining() - size) {
        throw file.error(offset, "an entry reaches past the end of its block or key");
      }
      if (shared + unshared > MAX_KEY) {
        throw file.error(offset, "a name of more than %d bytes".formatted(MAX_KEY));
      }
      byte[] suffix = cursor.take(unshared);
      key = Arrays.copyOf(key, (int) shared + unshared);
      System.arraycopy(suffix, 0, key, (int) shared, unshared);
      visitor.visit(key, cursor.take(size), offset);
    }
  }

  /// Behind the entries come offsets of some of them, four bytes each, and their number.
  private int entriesEnd(byte[] block, Handle handle) {
    long restarts =
        block.length < 4
            ? Integer.MAX_VALUE
            : MemorySegment.ofArray(block).get(INT, block.length - 4) & 0xFFFFFFFFL;
    if (4 * restarts + 4 > block.length) {
      throw file.error(handle.offset(), "a block is too short for its table of restarts");
    }
    return (int) (block.length - 4 - 4 * restarts);
  }
}
