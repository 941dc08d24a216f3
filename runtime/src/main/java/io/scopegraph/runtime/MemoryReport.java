package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.TextTable;
import java.util.ArrayList;
import java.util.List;

/// What a variable store and its sessions hold on the device at one moment. Names of components are
/// stable, for files.
///
/// @param schema the version of this form
/// @param device for people
/// @param totalBytes all bytes on the device
/// @param weightBytes the bytes of all weights
/// @param sessionBytes the bytes that the sessions hold of their own
/// @param savedBytes the bytes that sharing saves
/// @param weights each allocation of the store
/// @param sessions what the sessions hold beside the store
public record MemoryReport(
    int schema,
    String device,
    long totalBytes,
    long weightBytes,
    long sessionBytes,
    long savedBytes,
    List<Weight> weights,
    List<SessionBytes> sessions) {
  private static final int SCHEMA = 1;

  /// The precision of what has none.
  static final String NONE = "-";

  public MemoryReport {
    weights = ImmutableList.copyOf(weights);
    sessions = ImmutableList.copyOf(sessions);
  }

  static MemoryReport of(String device, List<Weight> weights, List<SessionBytes> sessions) {
    long weightBytes = weights.stream().mapToLong(Weight::bytes).sum();
    long sessionBytes = sessions.stream().mapToLong(SessionBytes::totalBytes).sum();
    return new MemoryReport(
        SCHEMA,
        device,
        weightBytes + sessionBytes,
        weightBytes,
        sessionBytes,
        weights.stream().mapToLong(Weight::savedBytes).sum(),
        weights,
        sessions);
  }

  /// One allocation of the store.
  ///
  /// @param kind `variable`, `constant` or `packed`
  /// @param savedBytes what the readers would need beyond this if each had its own
  /// @param users the sessions that read it
  public record Weight(String name, String kind, long bytes, long savedBytes, List<User> users) {
    public Weight {
      users = ImmutableList.copyOf(users);
    }

    static Weight of(String name, String kind, long bytes, List<User> users) {
      int readers = users.stream().mapToInt(User::readers).sum();
      return new Weight(name, kind, bytes, bytes * Math.max(0, readers - 1), users);
    }
  }

  /// A session that reads a weight.
  ///
  /// @param nodes the nodes that read it, by their names in the graph as it was written; for a
  ///   constant that was computed while optimising and for a packed form, in the optimised graph
  public record User(String session, List<String> nodes) {
    private static final int SHOWN = 2;

    public User {
      nodes = ImmutableList.copyOf(nodes);
    }

    /// How many copies there would be without sharing.
    public int readers() {
      return Math.max(1, nodes.size());
    }

    /// The first sessions and the first nodes of each: `main: conv/Conv2D, conv_1/Conv2D, 3 more`.
    static String summary(List<User> users) {
      List<String> parts = new ArrayList<>();
      for (User user : users.subList(0, Math.min(SHOWN, users.size()))) {
        parts.add(user.session() + ": " + String.join(", ", shown(user.nodes())));
      }
      if (users.size() > SHOWN) {
        parts.add((users.size() - SHOWN) + " more sessions");
      }
      return parts.isEmpty() ? "-" : String.join("; ", parts);
    }

    private static List<String> shown(List<String> nodes) {
      if (nodes.size() <= SHOWN) {
        return nodes;
      }
      List<String> shown = new ArrayList<>(nodes.subList(0, SHOWN));
      shown.add((nodes.size() - SHOWN) + " more");
      return shown;
    }
  }

  /// What a session holds of its own.
  ///
  /// @param precision how exactly it computes: `float32`, `bfloat16`; `-` for an arena that
  ///   sessions share
  public record SessionBytes(
      String name, String precision, long arenaBytes, long inputBytes, long outputBytes) {
    public long totalBytes() {
      return arenaBytes + inputBytes + outputBytes;
    }
  }

  /// Tables of the weights and the sessions, with totals. Long lists of users are cut short here.
  @Override
  public String toString() {
    TextTable weightTable = new TextTable("llrrrl");
    weightTable.row("weight", "kind", "size", "bytes", "saved", "users");
    for (Weight weight : weights) {
      weightTable.row(
          weight.name(),
          weight.kind(),
          ByteSizes.human(weight.bytes()),
          weight.bytes(),
          weight.savedBytes(),
          User.summary(weight.users()));
    }
    weightTable.row("total", "", ByteSizes.human(weightBytes()), weightBytes(), savedBytes(), "");
    TextTable sessionTable = new TextTable("llrrrr");
    sessionTable.row("session", "precision", "arena", "inputs", "outputs", "bytes");
    for (SessionBytes session : sessions) {
      sessionTable.row(
          session.name(),
          session.precision(),
          session.arenaBytes(),
          session.inputBytes(),
          session.outputBytes(),
          session.totalBytes());
    }
    return "Memory on %s\n\n%s\n%s\nIn all %s; sharing saves %s\n"
        .formatted(
            device,
            weightTable,
            sessionTable,
            ByteSizes.exact(totalBytes()),
            ByteSizes.exact(savedBytes()));
  }
}
