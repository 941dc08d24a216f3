package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/// A model holds ops that cannot be run. Thrown before anything runs, with all of them at once.
public final class UnsupportedOpException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LISTED = 20;

  private final transient ImmutableList<UnsupportedOp> ops;

  /// @param model the model's name, which begins the message
  public UnsupportedOpException(String model, List<UnsupportedOp> ops) {
    super(message(model, ops));
    this.ops = ImmutableList.copyOf(ops);
  }

  /// All of them, in the order of the model.
  public ImmutableList<UnsupportedOp> ops() {
    return ops;
  }

  private static String message(String model, List<UnsupportedOp> ops) {
    String listed = ops.stream().limit(LISTED).map(op -> "\n  " + op).collect(Collectors.joining());
    String more = ops.size() > LISTED ? "\n  and %d more".formatted(ops.size() - LISTED) : "";
    String what = ops.size() == 1 ? "1 node is" : ops.size() + " nodes are";
    return "%s: %s not supported:%s%s".formatted(model, what, listed, more);
  }
}
