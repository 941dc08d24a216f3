package io.scopegraph.weights;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/// CRC-32C as TensorFlow stores it: rotated and shifted, so that the checksum of data that hold
/// checksums stays strong.
final class MaskedChecksum {
  private static final int SHIFT = 0xa282ead8;

  /// A buffer holds at most 2 GiB, so larger memory is read in parts.
  private static final long PART = 1L << 30;

  private MaskedChecksum() {}

  static int of(MemorySegment bytes) {
    CRC32C checksum = new CRC32C();
    for (long from = 0; from < bytes.byteSize(); from += PART) {
      long size = Math.min(PART, bytes.byteSize() - from);
      checksum.update(bytes.asSlice(from, size).asByteBuffer());
    }
    return mask((int) checksum.getValue());
  }

  static int mask(int checksum) {
    return Integer.rotateRight(checksum, 15) + SHIFT;
  }
}
