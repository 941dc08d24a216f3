package io.scopegraph.io;

import io.scopegraph.io.internal.channel.ChannelOutput;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Single arrays as numpy stores them (`.npy`).
///
/// All plain numeric types are read, in either byte order, row-major or column-major; int16 and
/// uint16 become int32 and uint32 becomes int64. uint64, complex numbers, text, records and pickled
/// objects are refused.
public final class NpyFile {
  private static final int ALIGNMENT = 64;
  private static final int VERSION_ONE_PREFIX = 10;

  private NpyFile() {}

  /// Reads an array into fresh memory.
  ///
  /// @throws ModelFormatException if the file cannot be read or holds no supported array
  public static Tensor read(Path file) {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      throw ModelFormatException.of(name, Files.exists(file) ? "not a file" : "no such file");
    }
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(name, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException e) {
      throw ModelFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /// What a file says of its array, whose data are not read.
  ///
  /// @throws ModelFormatException if the file cannot be read or holds no array
  public static ArrayInfo info(Path file) {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      throw ModelFormatException.of(name, Files.exists(file) ? "not a file" : "no such file");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      NpyHeader header = NpyHeader.read(name, stream);
      long found = Files.size(file) - header.byteSize();
      if (header.spec() != null) {
        checkSize(name, header, found);
      }
      return ArrayInfo.of(header, found);
    } catch (IOException e) {
      throw ModelFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /// Reads an array from the bytes of a file.
  ///
  /// @param name stands for the file in errors
  public static Tensor parse(String name, byte[] bytes) {
    return read(name, MemorySegment.ofArray(bytes));
  }

  private static Tensor read(String name, MemorySegment bytes) {
    byte[] prefix = head(bytes, NpyHeader.MAX_PREFIX);
    int headerSize = NpyHeader.size(name, prefix);
    if (headerSize > bytes.byteSize()) {
      throw ModelFormatException.at(
          name,
          bytes.byteSize(),
          "a header of %d bytes reaches past the end".formatted(headerSize));
    }
    NpyHeader header = NpyHeader.parse(name, head(bytes, headerSize));
    checkSize(name, header, bytes.byteSize() - headerSize);
    return tensor(name, header, bytes.asSlice(headerSize));
  }

  private static void checkSize(String name, NpyHeader header, long found) {
    long expected = header.dataSize(name);
    if (expected != found) {
      throw ModelFormatException.at(
          name,
          header.byteSize(),
          "shape %s needs %d bytes of data, found %d".formatted(header.shape(), expected, found));
    }
  }

  private static byte[] head(MemorySegment bytes, int size) {
    return bytes.asSlice(0, Math.min(size, bytes.byteSize())).toArray(ValueLayout.JAVA_BYTE);
  }

  /// The tensor of a header and its data, which have the right size.
  static Tensor tensor(String name, NpyHeader header, MemorySegment data) {
    NpyElement element = header.element(name);
    Shape shape = header.shape();
    Tensor tensor = Tensor.allocate(new TensorSpec(element.dtype(), shape));
    boolean rowMajor = header.isRowMajor();
    if (rowMajor && element.isStoredAsTensor()) {
      tensor.segment().copyFrom(data);
      return tensor;
    }
    long[] strides = rowMajor ? rowMajor(shape) : columnMajor(shape);
    long[] index = new long[shape.rank()];
    long source = 0;
    for (long target = 0; target < tensor.elementCount(); target++) {
      element.copy(data, source, tensor.segment(), target);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        source += strides[axis];
        if (++index[axis] < shape.dim(axis)) {
          break;
        }
        source -= strides[axis] * shape.dim(axis);
        index[axis] = 0;
      }
    }
    return tensor;
  }

  private static long[] rowMajor(Shape shape) {
    long[] strides = new long[shape.rank()];
    long stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dim(axis);
    }
    return strides;
  }

  private static long[] columnMajor(Shape shape) {
    long[] strides = new long[shape.rank()];
    long stride = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = stride;
      stride *= shape.dim(axis);
    }
    return strides;
  }

  /// Writes an array, row-major and little-endian; bfloat16 is written as float32.
  public static void write(Path file, Tensor tensor) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ChannelOutput.write(channel, MemorySegment.ofArray(header(tensor.spec())));
      ChannelOutput.write(channel, data(tensor).segment());
    }
  }

  /// The tensor whose bytes are written.
  static Tensor data(Tensor tensor) {
    return tensor.dtype() == DType.BFLOAT16
        ? Tensor.ofFloats(tensor.shape(), tensor.toFloatArray())
        : tensor;
  }

  /// Padded with spaces so that the data begin at a multiple of 64 bytes.
  static byte[] header(TensorSpec spec) {
    long[] dims = spec.shape().dims();
    String list = Arrays.toString(dims);
    String tuple = "(" + list.substring(1, list.length() - 1) + (dims.length == 1 ? ",)" : ")");
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(NpyElement.describe(spec.dtype()), tuple);
    int size = Math.ceilDiv(VERSION_ONE_PREFIX + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    byte[] header = new byte[size];
    Arrays.fill(header, (byte) ' ');
    NpyHeader.writePrefix(header, size - VERSION_ONE_PREFIX);
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, header, VERSION_ONE_PREFIX, ascii.length);
    header[size - 1] = '\n';
    return header;
  }
}
