package io.scopegraph.io.internal;

import com.google.common.primitives.ImmutableLongArray;
import io.scopegraph.graph.Value;
import io.scopegraph.op.Binary;
import io.scopegraph.op.BinaryFunction;
import io.scopegraph.op.Concat;
import io.scopegraph.op.ShapeOp;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A shape put together from numbers and from extents of a value: a constant if all of them are
/// known, else small integer ops that turn into a constant once the input shapes are known.
public final class TargetShape {
  /// @param axis the axis whose extent is meant, or -1 for the number itself
  private record Part(int axis, long factor) {}

  private final ImportedNode node;
  private final Value source;
  private final List<Part> parts = new ArrayList<>();

  public TargetShape(ImportedNode node, Value source) {
    this.node = node;
    this.source = source;
  }

  /// Appends numbers.
  public TargetShape fixed(long... dims) {
    for (long dim : dims) {
      parts.add(new Part(-1, dim));
    }
    return this;
  }

  /// Appends the extent of an axis of the source, times a number.
  public TargetShape scaled(int axis, long factor) {
    Shape shape = node.shape(source);
    if (shape.isKnown(axis)) {
      return fixed(Math.multiplyExact(shape.dim(axis), factor));
    }
    parts.add(new Part(axis, factor));
    return this;
  }

  public Value build(String name) {
    if (parts.stream().allMatch(part -> part.axis < 0)) {
      long[] dims = parts.stream().mapToLong(Part::factor).toArray();
      return node.constantPart(name, Tensor.vector(dims));
    }
    List<Value> pieces = new ArrayList<>();
    ImmutableLongArray.Builder numbers = ImmutableLongArray.builder();
    for (Part part : parts) {
      if (part.axis < 0) {
        numbers.add(part.factor);
        continue;
      }
      flush(name, numbers.build(), pieces);
      numbers = ImmutableLongArray.builder();
      pieces.add(extent(name, part));
    }
    flush(name, numbers.build(), pieces);
    return node.addPart(name, new Concat(0), pieces.toArray(Value[]::new));
  }

  private void flush(String name, ImmutableLongArray numbers, List<Value> pieces) {
    if (!numbers.isEmpty()) {
      pieces.add(node.constantPart(name, Tensor.vector(numbers.toArray())));
    }
  }

  private Value extent(String name, Part part) {
    ShapeOp op = new ShapeOp(part.axis, part.axis + 1);
    Value extent = node.addPart(name, op, source);
    if (part.factor == 1) {
      return extent;
    }
    Value factor = node.constantPart(name, Tensor.vector(part.factor));
    return node.addPart(name, new Binary(BinaryFunction.MUL), extent, factor);
  }
}
