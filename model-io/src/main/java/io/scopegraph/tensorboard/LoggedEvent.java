package io.scopegraph.tensorboard;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensorboard.proto.Event;
import io.scopegraph.tensorboard.proto.Summary;

/// One record of an event file.
///
/// @param wallTime when it was written, in seconds since 1970
/// @param step the step that it belongs to
public record LoggedEvent(double wallTime, long step, Content content) {
  /// What a record holds.
  public sealed interface Content {}

  /// The version of the format; the first record of a file.
  public record FileVersion(String version) implements Content {}

  /// A graph in TensorFlow's binary form.
  @SuppressWarnings("ArrayRecordComponent")
  public record GraphBytes(byte[] graphDef) implements Content {}

  /// Numbers by the name of their curve.
  public record Scalars(ImmutableMap<String, Float> values) implements Content {}

  /// Anything else.
  public record Other() implements Content {}

  static LoggedEvent of(Event event) {
    return new LoggedEvent(event.getWallTime(), event.getStep(), content(event));
  }

  private static Content content(Event event) {
    return switch (event.getWhatCase()) {
      case FILE_VERSION -> new FileVersion(event.getFileVersion());
      case GRAPH_DEF -> new GraphBytes(event.getGraphDef().toByteArray());
      case SUMMARY -> {
        ImmutableMap.Builder<String, Float> values = ImmutableMap.builder();
        for (Summary.Value value : event.getSummary().getValueList()) {
          if (value.hasSimpleValue()) {
            values.put(value.getTag(), value.getSimpleValue());
          }
        }
        yield new Scalars(values.buildKeepingLast());
      }
      case WHAT_NOT_SET -> new Other();
    };
  }
}
