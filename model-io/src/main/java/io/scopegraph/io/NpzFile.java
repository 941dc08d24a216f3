package io.scopegraph.io;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/// Several named arrays as numpy stores them (`.npz`): a ZIP of `.npy` files.
///
/// Names are those of the entries without `.npy`; they may look like paths, but nothing is ever
/// unpacked. Entries that do not end in `.npy` are passed over. A file that is a bare array gives
/// that array, named `arr_0`. Checksums are verified, and no memory is taken that an entry does not
/// fill.
public final class NpzFile {
  /// The name that numpy gives to the first array without one.
  private static final String UNNAMED = "arr_0";

  /// What is done with an open archive.
  private interface Use<T> {
    T of(NpzArchive archive) throws IOException;
  }

  private NpzFile() {}

  /// Reads all arrays into fresh memory, in the order of the file.
  ///
  /// @throws ModelFormatException if the file cannot be read or holds an unsupported array
  public static ImmutableMap<String, Tensor> read(Path file) {
    return read(file, info(file).keySet());
  }

  /// Reads some of the arrays into fresh memory.
  ///
  /// @throws ModelFormatException if the file cannot be read, or an array is missing or not
  ///   supported
  public static ImmutableMap<String, Tensor> read(Path file, Collection<String> names) {
    if (isBareArray(file)) {
      if (!Set.of(UNNAMED).containsAll(names)) {
        throw ModelFormatException.of(file.toString(), "holds one array, named " + UNNAMED);
      }
      return names.isEmpty() ? ImmutableMap.of() : ImmutableMap.of(UNNAMED, NpyFile.read(file));
    }
    return open(
        file,
        archive -> {
          ImmutableMap.Builder<String, Tensor> arrays = ImmutableMap.builder();
          for (String name : names) {
            arrays.put(name, archive.read(name));
          }
          return arrays.buildOrThrow();
        });
  }

  /// What the file says of its arrays, in its order. No data are read.
  ///
  /// @throws ModelFormatException if the file cannot be read or an entry holds no array
  public static ImmutableMap<String, ArrayInfo> info(Path file) {
    if (isBareArray(file)) {
      return ImmutableMap.of(UNNAMED, NpyFile.info(file));
    }
    return open(
        file,
        archive -> {
          Map<String, ArrayInfo> arrays = new LinkedHashMap<>();
          for (String name : archive.names()) {
            arrays.put(name, archive.info(name));
          }
          return ImmutableMap.copyOf(arrays);
        });
  }

  /// Writes arrays, not compressed, row-major and little-endian; bfloat16 is written as float32.
  /// Equal arrays give equal bytes.
  public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
    try (NpzWriter writer = new NpzWriter(Files.newOutputStream(file))) {
      for (Map.Entry<String, Tensor> each : arrays.entrySet()) {
        writer.add(each.getKey(), each.getValue());
      }
    }
  }

  private static boolean isBareArray(Path file) {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      throw ModelFormatException.of(name, Files.exists(file) ? "not a file" : "no such file");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return NpyHeader.isMagic(stream.readNBytes(NpyHeader.MAX_PREFIX));
    } catch (IOException e) {
      throw ModelFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static <T> T open(Path file, Use<T> use) {
    String name = file.toString();
    try (NpzArchive archive = NpzArchive.open(file)) {
      return use.of(archive);
    } catch (ZipException e) {
      throw ModelFormatException.of(name, "not a ZIP file, or damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw ModelFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }
}
