package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.scopegraph.tensor.TensorSpec;

/// A node of a picture.
///
/// @param id the position in [GraphPicture#nodes]
/// @param scope the id of the scope that it is drawn in
/// @param name the full name, that of the graph's node or of the result
/// @param label the part of the name that is not told by the scopes around it
/// @param type the op type
/// @param detail the attributes that matter most, in a few characters; may be empty
/// @param attributes all attributes, by name
/// @param outputs what is known of the outputs before running
/// @param constants the constants among its inputs
/// @param helpers the names of the ops that are drawn as part of this node
/// @param users the number of different nodes that read it
/// @param parameterBytes the bytes that it holds as a variable, or as constants that are parameters
/// @param source the line of code that made it; empty if unknown
public record PictureNode(
    int id,
    int scope,
    String name,
    String label,
    OpKind kind,
    String type,
    String detail,
    ImmutableMap<String, String> attributes,
    ImmutableList<TensorSpec> outputs,
    ImmutableList<InlineConstant> constants,
    ImmutableList<String> helpers,
    int users,
    long parameterBytes,
    String source) {

  /// A constant that is drawn as part of its user.
  ///
  /// @param input the position among the user's inputs
  /// @param preview the value if it is short, else empty
  public record InlineConstant(String name, TensorSpec spec, int input, String preview) {}

  /// True for a variable that more than one node reads.
  public boolean isShared() {
    return kind == OpKind.VARIABLE && users > 1;
  }
}
