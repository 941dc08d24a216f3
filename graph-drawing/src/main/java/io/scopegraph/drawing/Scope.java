package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;

/// A scope of a picture.
///
/// @param id the position in [GraphPicture#scopes]
/// @param parent the id of the scope around it; its own for the root
/// @param path the full name without a trailing slash; empty for the root
/// @param label the part of the name that is not told by the scopes around it
/// @param scopes the ids of the scopes directly inside
/// @param nodes the ids of the nodes directly inside
/// @param totals of everything inside, at any depth
public record Scope(
    int id,
    int parent,
    String path,
    String label,
    ImmutableList<Integer> scopes,
    ImmutableList<Integer> nodes,
    Totals totals) {}
