package io.scopegraph.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/// Writes sorted string tables, good and bad ones.
final class TestTable {
  /// A block's place in the file.
  record Place(int offset, int size) {}

  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final byte[] NO_KEY = {};

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<Place> places = new ArrayList<>();
  private final int entriesPerBlock;
  private final int restartInterval;
  private final UnaryOperator<byte[]> compression;
  private final int compressionType;

  /// @param compressionType 0 for none, 1 for Snappy
  TestTable(
      int entriesPerBlock,
      int restartInterval,
      int compressionType,
      UnaryOperator<byte[]> compression) {
    this.entriesPerBlock = entriesPerBlock;
    this.restartInterval = restartInterval;
    this.compressionType = compressionType;
    this.compression = compression;
  }

  static TestTable plain(int entriesPerBlock, int restartInterval) {
    return new TestTable(entriesPerBlock, restartInterval, 0, UnaryOperator.identity());
  }

  /// The bytes of a table; keys are written in the given order.
  byte[] write(List<byte[]> keys, List<byte[]> values) {
    List<byte[]> separators = new ArrayList<>();
    List<byte[]> handles = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += entriesPerBlock) {
      int to = Math.min(keys.size(), from + entriesPerBlock);
      separators.add(keys.get(to - 1));
      handles.add(append(block(keys.subList(from, to), values.subList(from, to))));
    }
    byte[] metaIndex = append(block(List.of(), List.of()));
    byte[] index = append(block(separators, handles));
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    footer.writeBytes(metaIndex);
    footer.writeBytes(index);
    file.writeBytes(Arrays.copyOf(footer.toByteArray(), 40));
    file.writeBytes(little(8).putLong(MAGIC).array());
    return file.toByteArray();
  }

  /// Where the blocks are, the index block last.
  List<Place> places() {
    return places;
  }

  private byte[] block(List<byte[]> keys, List<byte[]> values) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    List<Integer> restarts = new ArrayList<>(List.of(0));
    byte[] last = NO_KEY;
    for (int i = 0; i < keys.size(); i++) {
      boolean restart = i % restartInterval == 0;
      if (restart && i > 0) {
        restarts.add(block.size());
      }
      byte[] key = keys.get(i);
      int mismatch = Arrays.mismatch(last, key);
      int shared = restart ? 0 : mismatch < 0 ? key.length : mismatch;
      varint(block, shared);
      varint(block, key.length - shared);
      varint(block, values.get(i).length);
      block.write(key, shared, key.length - shared);
      block.writeBytes(values.get(i));
      last = key;
    }
    restarts.forEach(restart -> block.writeBytes(little(4).putInt(restart).array()));
    block.writeBytes(little(4).putInt(restarts.size()).array());
    return block.toByteArray();
  }

  /// Writes a block with its trailer.
  ///
  /// @return its handle
  private byte[] append(byte[] contents) {
    byte[] stored = compression.apply(contents);
    int offset = file.size();
    places.add(new Place(offset, stored.length));
    file.writeBytes(stored);
    file.write(compressionType);
    byte[] sealed = Arrays.copyOf(stored, stored.length + 1);
    sealed[stored.length] = (byte) compressionType;
    file.writeBytes(little(4).putInt(checksum(sealed, 0, sealed.length)).array());
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    varint(handle, offset);
    varint(handle, stored.length);
    return handle.toByteArray();
  }

  /// Makes the checksums of blocks right again after their contents were changed.
  static void reseal(byte[] file, List<Place> places) {
    for (Place place : places) {
      int end = place.offset() + place.size() + 1;
      ByteBuffer.wrap(file)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(end, checksum(file, place.offset(), place.size() + 1));
    }
  }

  /// CRC-32C, masked.
  static int checksum(byte[] bytes, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, length);
    int plain = (int) checksum.getValue();
    return ((plain >>> 15) | (plain << 17)) + 0xa282ead8;
  }

  static void varint(ByteArrayOutputStream stream, long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      stream.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    stream.write((int) left);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
