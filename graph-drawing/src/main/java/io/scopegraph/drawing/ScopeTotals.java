package io.scopegraph.drawing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.math.LongMath;
import io.scopegraph.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Counts what scopes hold. A constant counts once in each scope that has a user of it.
final class ScopeTotals {
  private final TreeMap<String, Integer> ops = new TreeMap<>();
  private final Set<String> constants = new HashSet<>();
  private int variables;
  private long parameters;
  private long parameterBytes;

  private ScopeTotals() {}

  /// The scopes with their totals.
  static ImmutableList<Scope> addTo(List<Scope> scopes, List<PictureNode> nodes) {
    List<ScopeTotals> totals = new ArrayList<>();
    scopes.forEach(_ -> totals.add(new ScopeTotals()));
    for (PictureNode node : nodes) {
      int scope = node.scope();
      totals.get(scope).add(node);
      while (scope != scopes.get(scope).parent()) {
        scope = scopes.get(scope).parent();
        totals.get(scope).add(node);
      }
    }
    ImmutableList.Builder<Scope> counted = ImmutableList.builder();
    for (Scope scope : scopes) {
      counted.add(
          new Scope(
              scope.id(),
              scope.parent(),
              scope.path(),
              scope.label(),
              scope.scopes(),
              scope.nodes(),
              totals.get(scope.id()).totals()));
    }
    return counted.build();
  }

  private void add(PictureNode node) {
    switch (node.kind()) {
      case VARIABLE -> {
        variables++;
        addParameter(node.outputs().getFirst());
      }
      case CONSTANT -> addConstant(node.name(), node.outputs().getFirst());
      case OUTPUT -> {}
      case ACTIVATION, CONVOLUTION, ELEMENTWISE, LAYOUT, MATRIX, NORMALISATION, POOLING ->
          ops.merge(node.type(), 1, Integer::sum);
      case PLACEHOLDER -> ops.merge(node.type(), 1, Integer::sum);
    }
    node.constants().forEach(constant -> addConstant(constant.name(), constant.spec()));
  }

  private void addConstant(String name, TensorSpec spec) {
    if (TensorSize.isParameter(spec) && constants.add(name)) {
      addParameter(spec);
    }
  }

  private void addParameter(TensorSpec spec) {
    parameters = LongMath.saturatedAdd(parameters, TensorSize.elements(spec));
    parameterBytes = LongMath.saturatedAdd(parameterBytes, TensorSize.bytes(spec));
  }

  private Totals totals() {
    return new Totals(ImmutableSortedMap.copyOf(ops), variables, parameters, parameterBytes);
  }
}
