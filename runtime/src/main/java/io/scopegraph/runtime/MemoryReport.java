package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.runtime.plan.TextTable;
import java.util.ArrayList;
import java.util.List;

/// What a variable store and its sessions hold on the device at one moment. Names of components are
/// stable, for files.
///
/// @param device for people
/// @param weights each allocation of the store
/// @param sessions what the sessions hold beside the store
public record MemoryReport(String device, List<Weight> weights, List<SessionBytes> sessions) {
  public MemoryReport {
    weights = ImmutableList.copyOf(weights);
    sessions = ImmutableList.copyOf(sessions);
  }

  /// One allocation of the store.
  ///
  /// @param kind `variable`, `constant` or `packed`
  /// @param users the sessions that read it
  public record Weight(String name, String kind, long bytes, List<User> users) {
    public Weight {
      users = ImmutableList.copyOf(users);
    }

    /// The bytes that the readers would need beyond this if each had its own.
    public long savedBytes() {
      return bytes * Math.max(0, users.stream().mapToInt(User::readers).sum() - 1);
    }
  }

  /// A session that reads a weight.
  ///
  /// @param nodes the nodes that read it, by their names in the graph as it was written; for a
  ///   constant that was computed while optimising, in the optimised graph
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
  public record SessionBytes(String name, long arenaBytes, long inputBytes, long outputBytes) {
    public long totalBytes() {
      return arenaBytes + inputBytes + outputBytes;
    }
  }

  /// The bytes of all weights.
  public long weightBytes() {
    return weights.stream().mapToLong(Weight::bytes).sum();
  }

  /// The bytes that sharing saves.
  public long savedBytes() {
    return weights.stream().mapToLong(Weight::savedBytes).sum();
  }

  /// The bytes that the sessions hold of their own.
  public long sessionBytes() {
    return sessions.stream().mapToLong(SessionBytes::totalBytes).sum();
  }

  /// All bytes on the device.
  public long totalBytes() {
    return weightBytes() + sessionBytes();
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
    TextTable sessionTable = new TextTable("lrrrr");
    sessionTable.row("session", "arena", "inputs", "outputs", "bytes");
    for (SessionBytes session : sessions) {
      sessionTable.row(
          session.name(),
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
