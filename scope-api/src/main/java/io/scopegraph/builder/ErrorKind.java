package io.scopegraph.builder;

/// What went wrong with a name, a scope or a variable.
public enum ErrorKind {
  /// The full name of an op has characters that are not allowed.
  BAD_NODE_NAME,
  /// The name of a scope or a variable has characters that are not allowed.
  BAD_SCOPE_NAME,
  /// A name was to be taken as it is, but is taken already.
  DUPLICATE_NODE,
  /// A name scope has neither a name nor a default name.
  NAME_OR_DEFAULT_REQUIRED,
  /// The graph is built and takes no further ops.
  GRAPH_FINALIZED,
  /// No op gives a tensor of this name.
  NO_SUCH_TENSOR,
  /// No op has this name.
  NO_SUCH_OPERATION,
  /// The name of a tensor has no output index, or that of an op has one.
  BAD_TENSOR_NAME,
  /// A variable scope has neither a name nor a default name.
  SCOPE_REQUIRED,
  /// A scope with a default name cannot reuse, as its name is always new.
  REUSE_NEEDS_NAME,
  /// The variable was made before, and the scope does not reuse.
  VAR_EXISTS,
  /// The scope reuses, but there is no such variable.
  VAR_NOT_FOUND,
  /// The shared variable has another shape.
  SHAPE_MISMATCH,
  /// The shared variable has another element type.
  DTYPE_MISMATCH,
  /// A constant initial value fixes the shape, so none may be given.
  CONST_INIT_WITH_SHAPE,
  /// A constant initial value has another element type than the one asked for.
  INIT_DTYPE_MISMATCH,
  /// A new variable needs a fully defined shape.
  SHAPE_UNDEFINED,
  /// There is no default for the first value of variables of this element type.
  NO_DEFAULT_INITIALIZER,
  /// A template needs a name.
  TEMPLATE_NAME_NONE,
  /// A template made a new trainable variable after its first call.
  TEMPLATE_EXTRA_TRAINABLE,
  /// A layer has no scope before its first call.
  SCOPE_NAME_UNSET,
  /// A layer cannot make its weights without knowing the number of its input's channels.
  CHANNELS_UNDEFINED,
  /// A layer's padding is neither "valid" nor "same".
  BAD_PADDING
}
