package io.scopegraph.weights;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.weights.proto.BundleDim;
import io.scopegraph.weights.proto.BundleEntry;
import io.scopegraph.weights.proto.BundleHeader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The index of a checkpoint: what lies where in the shards.
final class BundleIndex {
  private static final int LITTLE_ENDIAN = 0;

  /// The version of the format that this reader knows.
  private static final int VERSION = 1;

  private static final int MAX_SHARDS = 99_999;

  private final MappedFile file;
  private final Map<String, BundleEntry> entries = new LinkedHashMap<>();
  private @Nullable BundleHeader header;

  private BundleIndex(MappedFile file) {
    this.file = file;
  }

  /// Reads and checks an index.
  ///
  /// @throws ModelFormatException if it is damaged or of a form that is not supported
  static BundleIndex read(MappedFile file) {
    BundleIndex index = new BundleIndex(file);
    SortedTable.read(file, index::visit);
    if (index.header == null) {
      throw ModelFormatException.of(file.name(), "expected a checkpoint's index, found no header");
    }
    return index;
  }

  private void visit(byte[] key, byte[] value, long offset) {
    if (key.length == 0) {
      header = header(parse(value, BundleHeader.parser(), offset, "the header"), offset);
      return;
    }
    if (header == null) {
      throw file.error(offset, "expected the header, whose key is empty, as the first entry");
    }
    // Pieces of partitioned variables have keys that are no text and begin with 0.
    if (key[0] == 0) {
      return;
    }
    String name = text(key, offset);
    BundleEntry entry = parse(value, BundleEntry.parser(), offset, "the entry of \"" + name + "\"");
    if (entry.getShardId() < 0 || entry.getShardId() >= shardCount()) {
      throw file.error(
          offset,
          "tensor \"%s\" is in shard %d of %d".formatted(name, entry.getShardId(), shardCount()));
    }
    entries.put(name, entry);
  }

  private BundleHeader header(BundleHeader parsed, long offset) {
    if (parsed.getEndianness() != LITTLE_ENDIAN) {
      throw file.error(offset, "big-endian checkpoints are not supported");
    }
    if (parsed.getVersion().getMinConsumer() > VERSION) {
      throw file.error(
          offset,
          "version %d of the format is not supported, only %d"
              .formatted(parsed.getVersion().getMinConsumer(), VERSION));
    }
    if (parsed.getNumShards() < 1 || parsed.getNumShards() > MAX_SHARDS) {
      throw file.error(
          offset, "a checkpoint cannot have %d shards".formatted(parsed.getNumShards()));
    }
    return parsed;
  }

  private <T extends MessageLite> T parse(
      byte[] value, Parser<T> parser, long offset, String what) {
    try {
      return parser.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw file.error(
          offset, "expected %s, found damaged data (%s)".formatted(what, e.getMessage()));
    }
  }

  private String text(byte[] key, long offset) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw file.error(offset, "a name is not text in UTF-8");
    }
  }

  /// What there is, in the order of the keys.
  Map<String, BundleEntry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  int shardCount() {
    return header == null ? 0 : header.getNumShards();
  }

  /// The shape of an entry.
  ///
  /// @throws ModelFormatException if it is none
  TensorShape shape(String name, BundleEntry entry) {
    if (entry.getShape().getUnknownRank()) {
      throw error(name, "the rank is unknown");
    }
    List<Long> dims = entry.getShape().getDimList().stream().map(BundleDim::getSize).toList();
    String problem = TensorShape.problem(dims);
    if (problem != null) {
      throw error(name, problem);
    }
    return TensorShape.of(dims);
  }

  ModelFormatException error(String tensor, String problem) {
    return ModelFormatException.in(file.name(), "tensor \"" + tensor + "\"", problem);
  }
}
