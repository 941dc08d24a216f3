package io.scopegraph.tensorflow;

import io.scopegraph.graph.Graph;
import io.scopegraph.graph.Node;
import io.scopegraph.graph.Value;
import io.scopegraph.tensorflow.proto.GraphDef;
import io.scopegraph.tensorflow.proto.NodeDef;
import io.scopegraph.tensorflow.proto.VersionDef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Puts a graph of TensorFlow's together. Nodes of ours keep their names as far as TensorFlow takes
/// them; these are taken before any auxiliary node gets one.
final class GraphDefAssembler {
  /// The version of graphs in TensorFlow 1.13; older readers take it, and newer ones read the
  /// shapes of placeholders as they stand.
  private static final int PRODUCER = 26;

  private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9_.\\-/]");
  private static final Pattern VALID_START = Pattern.compile("[A-Za-z0-9.].*");

  private final List<NodeDef> nodes = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final List<String> names = new ArrayList<>();
  private final Set<String> own;
  private final Map<String, String> renamed = new LinkedHashMap<>();

  GraphDefAssembler(Graph graph) {
    for (Node node : graph.nodes()) {
      if (isValid(node.name())) {
        taken.add(node.name());
      }
    }
    for (Node node : graph.nodes()) {
      String name = isValid(node.name()) ? node.name() : uniqueName(valid(node.name()));
      names.add(name);
      if (!name.equals(node.name())) {
        renamed.put(node.name(), name);
      }
    }
    own = Set.copyOf(names);
  }

  private static boolean isValid(String name) {
    return VALID_START.matcher(name).lookingAt() && !FORBIDDEN.matcher(name).find();
  }

  private static String valid(String name) {
    String replaced = FORBIDDEN.matcher(name).replaceAll("_");
    return VALID_START.matcher(replaced).lookingAt() ? replaced : "." + replaced;
  }

  /// The name that a node of ours has here.
  String name(Node node) {
    return names.get(node.id());
  }

  /// A value of ours as other nodes refer to it.
  String tensor(Value value) {
    String name = names.get(value.node());
    return value.slot() == 0 ? name : name + ":" + value.slot();
  }

  /// The nodes that had to be renamed, from their own name to the one they have here.
  Map<String, String> renamed() {
    return renamed;
  }

  /// Takes the name, or the first numbered one that is free.
  String uniqueName(String base) {
    String name = base;
    for (int number = 1; !taken.add(name); number++) {
      name = base + "_" + number;
    }
    return name;
  }

  void add(NodeDef node) {
    nodes.add(node);
  }

  int size() {
    return nodes.size();
  }

  /// Takes back all nodes but the first ones.
  void truncate(int size) {
    List<NodeDef> last = nodes.subList(size, nodes.size());
    last.forEach(node -> {
      if (!own.contains(node.getName())) {
        taken.remove(node.getName());
      }
    });
    last.clear();
  }

  GraphDef build() {
    return GraphDef.newBuilder()
        .addAllNode(nodes)
        .setVersions(VersionDef.newBuilder().setProducer(PRODUCER))
        .build();
  }
}
