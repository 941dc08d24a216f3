package io.scopegraph.io;

import io.scopegraph.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes named arrays one after the other, as numpy stores them (`.npz`): not compressed,
/// row-major and little-endian; bfloat16 is written as float32. Equal arrays give equal bytes.
public final class NpzWriter implements AutoCloseable {
  private static final int PART = 1 << 16;

  /// The earliest time that a ZIP can hold.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;

  /// @param stream is closed with the writer
  public NpzWriter(OutputStream stream) {
    this.zip = new ZipOutputStream(new BufferedOutputStream(stream, PART));
  }

  /// Writes an array.
  ///
  /// @throws java.util.zip.ZipException if the name has been written
  public void add(String name, Tensor array) throws IOException {
    byte[] header = NpyFile.header(array.spec());
    MemorySegment data = NpyFile.data(array).segment();
    CRC32 checksum = new CRC32();
    checksum.update(header);
    byte[] buffer = new byte[PART];
    for (long from = 0; from < data.byteSize(); from += PART) {
      checksum.update(buffer, 0, copy(data, from, buffer));
    }
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(header.length + data.byteSize());
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(header);
    for (long from = 0; from < data.byteSize(); from += PART) {
      zip.write(buffer, 0, copy(data, from, buffer));
    }
    zip.closeEntry();
  }

  private static int copy(MemorySegment data, long from, byte[] buffer) {
    int count = (int) Math.min(buffer.length, data.byteSize() - from);
    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, buffer, 0, count);
    return count;
  }

  /// Ends the file, and leaves its stream open.
  public void finish() throws IOException {
    zip.finish();
    zip.flush();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
