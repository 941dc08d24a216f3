package io.scopegraph.drawing;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sorts names into scopes. First all names are added, then they are arranged.
final class ScopeTree {
  /// Names of more parts have the rest in their last one.
  private static final int DEPTH_LIMIT = 64;

  private static final Splitter SLASHES = Splitter.on('/').omitEmptyStrings().limit(DEPTH_LIMIT);

  /// A scope as its names come in. Children are in the order of their first name.
  private static final class Branch {
    private final String path;
    private final Map<String, Branch> branches = new LinkedHashMap<>();
    private final List<Integer> nodes = new ArrayList<>();

    Branch(String path) {
      this.path = path;
    }

    Branch branch(String part) {
      return branches.computeIfAbsent(
          part, _ -> new Branch(path.isEmpty() ? part : path + "/" + part));
    }

    int size() {
      return branches.size() + nodes.size();
    }
  }

  private final Branch root = new Branch("");
  private final List<List<String>> names = new ArrayList<>();
  private final List<Boolean> atRoot = new ArrayList<>();
  private final List<Scope> scopes = new ArrayList<>();
  private int[] scopeOf = {};
  private String[] labelOf = {};

  /// Adds the next node's name; slashes separate scopes.
  void add(String name) {
    List<String> parts = SLASHES.splitToList(name);
    names.add(parts.isEmpty() ? List.of(name) : parts);
    atRoot.add(false);
  }

  /// Adds the next node's name, whose slashes mean nothing.
  void addAtRoot(String name) {
    names.add(List.of(name));
    atRoot.add(true);
  }

  /// Puts every node into its scope.
  void arrange() {
    scopeOf = new int[names.size()];
    labelOf = new String[names.size()];
    for (int id = 0; id < names.size(); id++) {
      Branch branch = root;
      List<String> parts = names.get(id);
      for (String part : parts.subList(0, parts.size() - 1)) {
        branch = branch.branch(part);
      }
    }
    for (int id = 0; id < names.size(); id++) {
      place(id);
    }
    emit(root, 0, "");
  }

  /// A name that others have as their scope goes into that scope, in parentheses.
  private void place(int id) {
    List<String> parts = names.get(id);
    Branch branch = root;
    for (String part : parts.subList(0, parts.size() - 1)) {
      branch = branch.branch(part);
    }
    String last = parts.getLast();
    Branch own = atRoot.get(id) ? null : branch.branches.get(last);
    labelOf[id] = own == null ? last : "(" + last + ")";
    (own == null ? branch : own).nodes.add(id);
  }

  private int emit(Branch branch, int parent, String label) {
    int id = scopes.size();
    scopes.add(scope(id, parent, branch, label, List.of()));
    List<Integer> inner = new ArrayList<>();
    List<Integer> nodes = new ArrayList<>(branch.nodes);
    for (Map.Entry<String, Branch> each : branch.branches.entrySet()) {
      String prefix = each.getKey();
      Branch child = each.getValue();
      while (child.size() == 1 && child.nodes.isEmpty()) {
        Map.Entry<String, Branch> only = child.branches.entrySet().iterator().next();
        prefix += "/" + only.getKey();
        child = only.getValue();
      }
      if (child.size() == 1) {
        int node = child.nodes.getFirst();
        labelOf[node] = prefix + "/" + labelOf[node];
        nodes.add(node);
      } else {
        inner.add(emit(child, id, prefix));
      }
    }
    nodes.sort(null);
    nodes.forEach(node -> scopeOf[node] = id);
    Branch own = new Branch(branch.path);
    own.nodes.addAll(nodes);
    scopes.set(id, scope(id, parent, own, label, inner));
    return id;
  }

  private static Scope scope(
      int id, int parent, Branch branch, String label, List<Integer> scopes) {
    return new Scope(
        id,
        parent,
        branch.path,
        label,
        ImmutableList.copyOf(scopes),
        ImmutableList.copyOf(branch.nodes),
        new Totals(ImmutableSortedMap.of(), 0, 0, 0));
  }

  /// The scopes, without totals yet.
  List<Scope> scopes() {
    return scopes;
  }

  int scopeOf(int node) {
    return scopeOf[node];
  }

  String labelOf(int node) {
    return labelOf[node];
  }
}
