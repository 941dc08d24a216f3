package io.scopegraph.tensorboard;

import com.google.protobuf.UnsafeByteOperations;
import io.scopegraph.graph.Graph;
import io.scopegraph.tensorboard.proto.Event;
import io.scopegraph.tensorboard.proto.Summary;
import io.scopegraph.tensorflow.ExportedGraph;
import io.scopegraph.tensorflow.GraphDefExporter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;

/// Writes an event file, which TensorBoard shows when it is pointed at the directory: the graph on
/// its page Graphs, numbers over steps on its page Scalars.
///
/// ```java
/// try (EventFileWriter writer = EventFileWriter.open(Path.of("logs"))) {
///   writer.writeGraph(graph);
///   writer.writeScalar("latency_ms", 3.5f, 1);
/// }
/// ```
///
/// If a directory holds several graphs, TensorBoard shows the newest. Safe for use by any thread.
public final class EventFileWriter implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";

  private final InstantSource clock;
  private final Path file;
  private final OutputStream output;

  private EventFileWriter(InstantSource clock, Path file) throws IOException {
    this.clock = clock;
    this.file = file;
    this.output =
        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
  }

  /// Starts a new file in a directory, which is made if there is none.
  public static EventFileWriter open(Path directory) throws IOException {
    return open(directory, InstantSource.system());
  }

  /// As [#open(Path)], with the clock that gives the times of the events.
  public static EventFileWriter open(Path directory, InstantSource clock) throws IOException {
    Files.createDirectories(directory);
    String name =
        "events.out.tfevents.%010d.%s".formatted(clock.instant().getEpochSecond(), host());
    for (int number = 0; ; number++) {
      Path file = directory.resolve(number == 0 ? name : name + "." + number);
      try {
        EventFileWriter writer = new EventFileWriter(clock, file);
        writer.write(writer.event().setFileVersion(VERSION).build());
        writer.flush();
        return writer;
      } catch (FileAlreadyExistsException _) {
        // Another writer began in the same second; the next number may be free.
      }
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "_");
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  /// The file being written.
  public Path file() {
    return file;
  }

  /// Writes a graph.
  public void writeGraph(Graph graph) throws IOException {
    writeGraph(GraphDefExporter.export(graph));
  }

  /// Writes a graph that has been exported already.
  public void writeGraph(ExportedGraph graph) throws IOException {
    writeGraph(graph.bytes());
  }

  /// Writes a graph in TensorFlow's binary form.
  public void writeGraph(byte[] graphDef) throws IOException {
    write(event().setGraphDef(UnsafeByteOperations.unsafeWrap(graphDef)).build());
  }

  /// Writes a number.
  ///
  /// @param tag the name of the curve that it is a point of; slashes group curves
  /// @param step the point's place on the curve
  public void writeScalar(String tag, float value, long step) throws IOException {
    Summary.Value.Builder point = Summary.Value.newBuilder().setTag(tag).setSimpleValue(value);
    write(event().setStep(step).setSummary(Summary.newBuilder().addValue(point)).build());
  }

  private Event.Builder event() {
    Instant now = clock.instant();
    return Event.newBuilder().setWallTime(now.getEpochSecond() + now.getNano() / 1e9);
  }

  private synchronized void write(Event event) throws IOException {
    byte[] data = event.toByteArray();
    ByteBuffer frame = ByteBuffer.allocate(Records.HEADER).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(data.length);
    frame.putInt(Records.maskedChecksum(frame.array(), 0, Long.BYTES));
    output.write(frame.array());
    output.write(data);
    ByteBuffer footer = ByteBuffer.allocate(Records.FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    footer.putInt(Records.maskedChecksum(data, 0, data.length));
    output.write(footer.array());
  }

  /// Hands everything written so far to the operating system, so that readers see it.
  public synchronized void flush() throws IOException {
    output.flush();
  }

  /// Flushes and closes the file.
  @Override
  public synchronized void close() throws IOException {
    output.close();
  }
}
