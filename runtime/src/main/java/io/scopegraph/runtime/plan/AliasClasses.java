package io.scopegraph.runtime.plan;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Value;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which values share a buffer, and where in it each of them lies.
///
/// A value that an op computes has a buffer of its own at first, in which its views lie too.
/// Classes grow when a whole one is put into a part of another: a result over the input that it
/// overwrites, a piece into what it is concatenated to, a slice into what it is cut from.
final class AliasClasses {
  /// Where a value lies.
  ///
  /// @param owner the value to which the buffer belongs
  /// @param offset in bytes from the start of the buffer
  /// @param pitch 0 if the value lies in one piece, else the bytes from row to row
  record Position(Value owner, long offset, long pitch) {}

  /// A part of a value.
  ///
  /// @param start the first index along the axis
  record Part(Value parent, int axis, long start) {}

  private final Graph graph;
  private final Views views;
  private final Map<Value, Part> links;

  AliasClasses(Graph graph, Views views) {
    this(graph, views, Map.of());
  }

  private AliasClasses(Graph graph, Views views, Map<Value, Part> links) {
    this.graph = graph;
    this.views = views;
    this.links = new HashMap<>(links);
  }

  AliasClasses copy() {
    return new AliasClasses(graph, views, links);
  }

  /// The value to which the buffer of a value belongs.
  Value owner(Value value) {
    Value root = views.root(value).value();
    Part link = links.get(root);
    return link == null ? root : owner(link.parent());
  }

  /// Where a value lies, or null if its bytes would not lie in rows that are evenly apart.
  @Nullable Position position(Value value) {
    Views.Root root = views.root(value);
    Part link = links.get(root.value());
    Position base =
        link == null
            ? new Position(root.value(), 0, 0)
            : part(link.parent(), link.axis(), link.start(), root.value());
    return base == null ? null : within(base, root.value(), root.offset(), value);
  }

  /// Where a value would lie if it were a part of another.
  ///
  /// @return null if its bytes would not lie in rows that are evenly apart
  @Nullable Position part(Value parent, int axis, long start, Value child) {
    Position base = position(parent);
    TensorSpec spec = graph.spec(parent);
    Shape shape = spec.shape();
    if (base == null) {
      return null;
    }
    if (shape.elementCount(0, axis) == 1) {
      long offset = start * shape.elementCount(axis + 1, shape.rank()) * spec.dtype().byteSize();
      return within(base, parent, offset, child);
    }
    if (axis != shape.rank() - 1) {
      return null;
    }
    long pitch = base.pitch() == 0 ? rowBytes(parent) : base.pitch();
    return new Position(base.owner(), base.offset() + start * spec.dtype().byteSize(), pitch);
  }

  /// A range of the bytes of a value whose place is known.
  private @Nullable Position within(Position base, Value parent, long offset, Value child) {
    if (base.pitch() == 0) {
      return new Position(base.owner(), base.offset() + offset, 0);
    }
    long row = rowBytes(parent);
    long from = base.offset() + offset / row * base.pitch() + offset % row;
    if (offset % row + bytes(child) <= row) {
      return new Position(base.owner(), from, 0);
    }
    return offset % row == 0 && rowBytes(child) == row
        ? new Position(base.owner(), from, base.pitch())
        : null;
  }

  /// Whether the bytes of a value are all that its class has.
  boolean isWhole(Value value) {
    Value owner = owner(value);
    Position position = position(value);
    return position != null
        && position.offset() == 0
        && position.pitch() == 0
        && bytes(value) == bytes(owner);
  }

  /// Puts a class over a value of the same bytes.
  void overlay(Value owner, Value target) {
    link(owner, new Part(target, 0, 0));
  }

  /// Puts a class into a part of another value.
  void place(Value owner, Part part) {
    link(owner, part);
  }

  private void link(Value owner, Part part) {
    if (links.containsKey(owner) || owner.equals(owner(part.parent()))) {
      throw new IllegalStateException(graph.tensorName(owner) + " has a place already");
    }
    links.put(owner, part);
  }

  /// The part of another value in which a value lies; null if it has a buffer of its own.
  @Nullable Part partOf(Value value) {
    Views.Root root = views.root(value);
    boolean whole = root.offset() == 0 && bytes(value) == bytes(root.value());
    return whole ? links.get(root.value()) : null;
  }

  /// The values that an op computes, or that are fed, whose bytes lie in a buffer; without views.
  List<Value> members(Value owner) {
    List<Value> members = new ArrayList<>();
    members.add(owner);
    links.keySet().stream().filter(value -> owner(value).equals(owner)).forEach(members::add);
    return members;
  }

  /// Whether a value is fed or kept between runs, so that no step may write into its class.
  boolean isSource(Value owner) {
    return PlannedGraph.isSource(graph, owner);
  }

  /// The values to which the buffers of the graph's results belong.
  Set<Value> results() {
    Set<Value> owners = new HashSet<>();
    graph.outputs().values().forEach(value -> owners.add(owner(value)));
    return owners;
  }

  long bytes(Value value) {
    return graph.spec(value).byteSize();
  }

  /// The bytes of a run along the last axis.
  long rowBytes(Value value) {
    TensorSpec spec = graph.spec(value);
    Shape shape = spec.shape();
    long length = shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
    return length * spec.dtype().byteSize();
  }
}
