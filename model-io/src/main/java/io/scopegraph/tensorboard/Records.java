package io.scopegraph.tensorboard;

import java.util.zip.CRC32C;

/// The framing of records: length, its checksum, the data, their checksum, all little-endian.
final class Records {
  /// Bytes before the data.
  static final int HEADER = 12;

  /// Bytes after the data.
  static final int FOOTER = 4;

  private static final int MASK = 0xA282EAD8;

  private Records() {}

  /// The checksum as it is stored, so that a checksum over checksums does not lose its strength.
  static int maskedChecksum(byte[] data, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(data, offset, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }
}
