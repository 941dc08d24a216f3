package io.scopegraph.tensorboard;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.InvalidProtocolBufferException;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.tensorboard.proto.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads event files, whoever wrote them; checksums are verified.
public final class EventFileReader {
  private EventFileReader() {}

  /// Reads a file. A last record that is not complete is left out: it may still be being written.
  ///
  /// @throws ModelFormatException if the file cannot be read or a record is damaged
  public static ImmutableList<LoggedEvent> read(Path file) {
    try {
      return parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw ModelFormatException.of(file.toString(), "cannot be read: " + e.getMessage(), e);
    }
  }

  /// As [#read], from the bytes of a file.
  ///
  /// @param name stands for the file in errors
  public static ImmutableList<LoggedEvent> parse(String name, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    ImmutableList.Builder<LoggedEvent> events = ImmutableList.builder();
    int at = 0;
    while (bytes.length - at >= Records.HEADER) {
      long length = buffer.getLong(at);
      if (buffer.getInt(at + Long.BYTES) != Records.maskedChecksum(bytes, at, Long.BYTES)) {
        throw ModelFormatException.at(
            name, at, "expected the length of a record, its checksum does not fit");
      }
      int data = at + Records.HEADER;
      if (length < 0 || length > bytes.length - data - Records.FOOTER) {
        break;
      }
      int end = data + (int) length;
      if (buffer.getInt(end) != Records.maskedChecksum(bytes, data, (int) length)) {
        throw ModelFormatException.at(name, data, "the checksum of the record does not fit");
      }
      events.add(event(name, data, Arrays.copyOfRange(bytes, data, end)));
      at = end + Records.FOOTER;
    }
    return events.build();
  }

  private static LoggedEvent event(String name, int at, byte[] data) {
    try {
      Event event = Event.parseFrom(data);
      return LoggedEvent.of(event);
    } catch (InvalidProtocolBufferException e) {
      throw ModelFormatException.at(
          name,
          at,
          "expected an event, found damaged data or another format (%s)".formatted(e.getMessage()));
    }
  }
}
