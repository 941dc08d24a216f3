package io.scopegraph.io;

import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// An open ZIP of arrays. What its directory says is not believed before the data bear it out.
final class NpzArchive implements AutoCloseable {
  private static final String SUFFIX = ".npy";

  /// Deflate cannot do better than this, so a size beyond it is a lie.
  private static final long MAX_RATIO = 1032;

  /// Data that claim to be deflated better than this are unpacked once to be counted, before memory
  /// is taken for them.
  private static final long TRUSTED_RATIO = 16;

  private static final long TRUSTED_BYTES = 1 << 20;

  private final String file;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private NpzArchive(String file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /// Opens an archive.
  ///
  /// @throws ModelFormatException if a name occurs twice or entries overlap
  static NpzArchive open(Path path) throws IOException {
    NpzArchive archive = new NpzArchive(path.toString(), new ZipFile(path.toFile()));
    try {
      archive.list(Files.size(path));
      return archive;
    } catch (RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private void list(long fileSize) {
    long left = fileSize;
    Enumeration<? extends ZipEntry> all = zip.entries();
    while (all.hasMoreElements()) {
      ZipEntry entry = all.nextElement();
      if (!entry.getName().endsWith(SUFFIX)) {
        continue;
      }
      if (entry.getCompressedSize() < 0 || entry.getCompressedSize() > left) {
        throw error(
            entry,
            "%d compressed bytes are more than the file has for it"
                .formatted(entry.getCompressedSize()));
      }
      left -= entry.getCompressedSize();
      String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
      if (entries.put(name, entry) != null) {
        throw error(entry, "the name occurs twice");
      }
    }
  }

  Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  ArrayInfo info(String name) throws IOException {
    ZipEntry entry = find(name);
    try (InputStream stream = zip.getInputStream(entry)) {
      NpyHeader header = NpyHeader.read(path(entry), stream);
      if (header.spec() != null) {
        checkSize(entry, header);
      }
      return ArrayInfo.of(header, Math.max(0, entry.getSize() - header.byteSize()));
    }
  }

  Tensor read(String name) throws IOException {
    ZipEntry entry = find(name);
    if (claimsMuch(entry)) {
      count(entry);
    }
    CRC32 checksum = new CRC32();
    try (InputStream stream = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      NpyHeader header = NpyHeader.read(path(entry), stream);
      checkSize(entry, header);
      Tensor tensor = read(entry, header, stream);
      if (checksum.getValue() != entry.getCrc()) {
        throw error(
            entry,
            "the checksum is %08x, expected %08x; the data are damaged"
                .formatted(checksum.getValue(), entry.getCrc()));
      }
      return tensor;
    }
  }

  private Tensor read(ZipEntry entry, NpyHeader header, InputStream stream) throws IOException {
    String path = path(entry);
    NpyElement element = header.element(path);
    if (header.isRowMajor() && element.isStoredAsTensor()) {
      Shape shape = header.shape();
      Tensor tensor = Tensor.allocate(new TensorSpec(element.dtype(), shape));
      fill(entry, stream, tensor.segment());
      return tensor;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(header.dataSize(path));
      fill(entry, stream, data);
      return NpyFile.tensor(path, header, data);
    }
  }

  private ZipEntry find(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw ModelFormatException.of(file, "there is no array \"%s\"".formatted(name));
    }
    return entry;
  }

  private void checkSize(ZipEntry entry, NpyHeader header) {
    long data = header.dataSize(path(entry));
    if (data != entry.getSize() - header.byteSize()) {
      throw error(
          entry,
          "shape %s needs %d bytes of data, found %d"
              .formatted(header.shape(), data, entry.getSize() - header.byteSize()));
    }
    boolean isStored = entry.getMethod() == ZipEntry.STORED;
    if (entry.getSize() / (isStored ? 1 : MAX_RATIO) > entry.getCompressedSize()) {
      throw error(
          entry,
          "%d compressed bytes cannot hold %d"
              .formatted(entry.getCompressedSize(), entry.getSize()));
    }
  }

  private static boolean claimsMuch(ZipEntry entry) {
    return entry.getSize() > TRUSTED_BYTES
        && entry.getSize() / TRUSTED_RATIO > entry.getCompressedSize();
  }

  private void count(ZipEntry entry) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = entry.getSize();
    try (InputStream stream = zip.getInputStream(entry)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        left -= count;
        if (left < 0) {
          break;
        }
      }
    }
    if (left != 0) {
      throw error(entry, "does not hold the %d bytes that it claims".formatted(entry.getSize()));
    }
  }

  private void fill(ZipEntry entry, InputStream stream, MemorySegment data) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long filled = 0;
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      if (count > data.byteSize() - filled) {
        throw error(entry, "has more data than its shape needs");
      }
      MemorySegment.copy(buffer, 0, data, ValueLayout.JAVA_BYTE, filled, count);
      filled += count;
    }
    if (filled < data.byteSize()) {
      throw error(entry, "ends before its data are complete");
    }
  }

  private String path(ZipEntry entry) {
    return file + "!" + entry.getName();
  }

  private ModelFormatException error(ZipEntry entry, String problem) {
    return ModelFormatException.of(path(entry), problem);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
