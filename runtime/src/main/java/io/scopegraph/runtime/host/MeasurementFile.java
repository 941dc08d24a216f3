package io.scopegraph.runtime.host;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was found out by measuring, on disk as a text that people can read and change: two lines of
/// title and one line of tab-separated columns for each entry. Nothing here fails: without a file
/// everything is measured again.
///
/// Safe for use by several threads; processes that write at one time lose at most lines of each
/// other.
///
/// @param <E> an entry
public final class MeasurementFile<E> {
  private static final Logger LOGGER = LoggerFactory.getLogger(MeasurementFile.class);

  private final @Nullable Path file;
  private final List<String> head;
  private final Form<E> form;
  private final Map<String, E> entries = new TreeMap<>();

  /// How entries are written.
  ///
  /// @param <E> an entry
  public interface Form<E> {
    /// The entry of a line.
    ///
    /// @param columns those behind the key
    /// @throws IllegalArgumentException if they are none
    E parse(List<String> columns);

    /// The columns behind the key.
    List<String> columns(E entry);
  }

  /// Reads the file, if there is one.
  ///
  /// @param file null to keep nothing
  /// @param title the first line: what the measurements are valid for
  /// @param columns the second line: the names of all columns
  public MeasurementFile(@Nullable Path file, String title, String columns, Form<E> form) {
    this.file = file;
    this.head = List.of(title, columns);
    this.form = form;
    read();
  }

  /// What is known of a key.
  public synchronized Optional<E> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /// Keeps a measurement.
  public synchronized void put(String key, E entry) {
    entries.put(key, entry);
    write();
  }

  private void read() {
    if (file == null || !Files.exists(file)) {
      return;
    }
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < head.size() || !lines.subList(0, head.size()).equals(head)) {
        throw new IllegalArgumentException("it does not begin as expected");
      }
      for (String line : lines.subList(head.size(), lines.size())) {
        List<String> columns = Splitter.on('\t').splitToList(line);
        entries.put(columns.getFirst(), form.parse(columns.subList(1, columns.size())));
      }
    } catch (IOException | IllegalArgumentException e) {
      entries.clear();
      LOGGER.warn("{} is ignored: {}", file, e.toString());
    }
  }

  private void write() {
    if (file == null) {
      return;
    }
    List<String> lines = new ArrayList<>(head);
    entries.forEach(
        (key, entry) -> lines.add(key + "\t" + Joiner.on('\t').join(form.columns(entry))));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      // Readable by the owner alone, as temporary files are.
      Path partial = Files.createTempFile(file.toAbsolutePath().getParent(), "partial", ".txt");
      try {
        Files.write(partial, lines);
        Files.move(
            partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      LOGGER.info("Measurements are not kept: {}", e.toString());
    }
  }
}
