package io.scopegraph.io.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.scopegraph.io.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bytes to protobuf messages. Byte fields of the messages are views of the bytes read, not copies.
public final class MessageFile {
  /// Also the limit that ONNX sets.
  static final int MAX_NESTING = 100;

  private MessageFile() {}

  /// All bytes of a file.
  ///
  /// @throws ModelFormatException if there is no such file or it cannot be read
  public static byte[] read(Path file) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw ModelFormatException.of(name, "expected a file, found a directory");
    }
    if (!Files.exists(file)) {
      throw ModelFormatException.of(name, "no such file");
    }
    try {
      long size = Files.size(file);
      if (size > Integer.MAX_VALUE - 8) {
        throw ModelFormatException.of(
            name,
            "%d bytes are more than the 2 GiB of a protobuf file; larger weights are kept in files beside it"
                .formatted(size));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw ModelFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  /// Parses one message that fills all the bytes.
  ///
  /// @param what the expected content in the user's words: "an ONNX model"
  public static <T extends MessageLite> T parse(
      String name, byte[] bytes, Parser<T> parser, String what) {
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    input.enableAliasing(true);
    input.setRecursionLimit(MAX_NESTING);
    try {
      T message = parser.parseFrom(input);
      if (!input.isAtEnd()) {
        throw ModelFormatException.at(
            name,
            input.getTotalBytesRead(),
            "expected %s, found the end of a group".formatted(what));
      }
      return message;
    } catch (InvalidProtocolBufferException e) {
      String problem = "expected %s, found %s".formatted(what, found(e));
      throw ModelFormatException.at(name, input.getTotalBytesRead(), problem);
    } catch (IOException e) {
      throw ModelFormatException.of(name, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static String found(InvalidProtocolBufferException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("ended unexpectedly")
        ? "a field that reaches past the end; the file is truncated or of another format"
        : "damaged data or another format (%s)".formatted(message);
  }
}
