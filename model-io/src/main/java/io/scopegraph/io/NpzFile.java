package io.scopegraph.io;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Several named arrays as numpy stores them (`.npz`): a ZIP of `.npy` files.
public final class NpzFile {
  /// Deflate cannot do better than this, so a size beyond it is a lie.
  private static final long MAX_RATIO = 1032;

  private static final String SUFFIX = ".npy";

  /// The name that numpy gives to the first array without one.
  private static final String UNNAMED = "arr_0";

  private NpzFile() {}

  /// Reads all arrays into fresh memory, in the order of the file. Entries that do not end in
  /// `.npy` are passed over. A file that is a bare array gives that array, named `arr_0`.
  ///
  /// @throws ModelFormatException if the file cannot be read or holds an unsupported array
  public static ImmutableMap<String, Tensor> read(Path file) {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      throw ModelFormatException.of(name, Files.exists(file) ? "not a file" : "no such file");
    }
    try {
      if (isBareArray(file)) {
        return ImmutableMap.of(UNNAMED, NpyFile.read(file));
      }
      return readZip(name, file);
    } catch (ZipException e) {
      throw ModelFormatException.of(name, "not a ZIP file, or damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw ModelFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isBareArray(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return NpyHeader.isMagic(stream.readNBytes(NpyHeader.MAX_PREFIX));
    }
  }

  private static ImmutableMap<String, Tensor> readZip(String name, Path file) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.getName().endsWith(SUFFIX)) {
          continue;
        }
        String path = name + "!" + entry.getName();
        String key = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
        try (InputStream stream = zip.getInputStream(entry)) {
          long compressed = Math.min(entry.getCompressedSize(), Files.size(file));
          if (arrays.put(key, read(path, stream, compressed)) != null) {
            throw ModelFormatException.of(path, "the name occurs twice");
          }
        }
      }
    }
    return ImmutableMap.copyOf(arrays);
  }

  private static Tensor read(String path, InputStream stream, long compressed) throws IOException {
    byte[] prefix = stream.readNBytes(NpyHeader.MAX_PREFIX);
    byte[] head = Arrays.copyOf(prefix, NpyHeader.size(path, prefix));
    int rest = head.length - prefix.length;
    if (stream.readNBytes(head, prefix.length, rest) < rest) {
      throw ModelFormatException.of(path, "ends in its header");
    }
    NpyHeader header = NpyHeader.parse(path, head);
    long size = header.dataSize(path);
    if (size / MAX_RATIO > compressed) {
      throw ModelFormatException.at(
          path, head.length, "%d bytes of data cannot be in here".formatted(size));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(size);
      fill(path, stream, data);
      return NpyFile.tensor(header, data);
    }
  }

  private static void fill(String path, InputStream stream, MemorySegment data) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long filled = 0;
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      if (count > data.byteSize() - filled) {
        throw ModelFormatException.of(path, "has more data than its shape needs");
      }
      MemorySegment.copy(buffer, 0, data, ValueLayout.JAVA_BYTE, filled, count);
      filled += count;
    }
    if (filled < data.byteSize()) {
      throw ModelFormatException.of(path, "ends before its data are complete");
    }
  }
}
