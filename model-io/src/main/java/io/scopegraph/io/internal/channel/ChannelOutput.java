package io.scopegraph.io.internal.channel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Writes memory of any sort, also arrays that are no bytes, to files.
public final class ChannelOutput {
  private static final long PART = 1L << 20;

  private ChannelOutput() {}

  /// Writes all bytes at the channel's position.
  public static void write(FileChannel channel, MemorySegment bytes) throws IOException {
    long size = bytes.byteSize();
    ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(PART, size));
    for (long from = 0; from < size; from += PART) {
      int count = (int) Math.min(PART, size - from);
      MemorySegment.copy(bytes, from, MemorySegment.ofBuffer(buffer.clear()), 0, count);
      buffer.limit(count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}
