package io.scopegraph.integration.ocr;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// One run of a network by the other engine: a checksum of what went in, and what came out.
record GoldenRun(long inputChecksum, SparseTensor output) {

  static GoldenRun of(Tensor input, Tensor output) {
    return new GoldenRun(checksum(input), SparseTensor.of(output));
  }

  /// Of the shape and of every bit of the values.
  static long checksum(Tensor tensor) {
    CRC32 crc = new CRC32();
    crc.update(tensor.shape().toString().getBytes(StandardCharsets.UTF_8));
    crc.update(tensor.segment().toArray(ValueLayout.JAVA_BYTE));
    return crc.getValue();
  }

  static byte[] compressed(List<GoldenRun> runs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream stream = new DataOutputStream(new GZIPOutputStream(bytes))) {
      stream.writeInt(runs.size());
      for (GoldenRun run : runs) {
        stream.writeLong(run.inputChecksum());
        run.output().write(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static List<GoldenRun> read(byte[] compressed) {
    ImmutableList.Builder<GoldenRun> runs = ImmutableList.builder();
    try (DataInputStream stream =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(compressed)))) {
      int count = stream.readInt();
      for (int i = 0; i < count; i++) {
        runs.add(new GoldenRun(stream.readLong(), SparseTensor.read(stream)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return runs.build();
  }
}
