package io.scopegraph.benchmarks;

import io.scopegraph.benchmarks.suite.CaseGroups;
import java.util.Iterator;

/// The names of the groups of cases, for the command's help.
final class GroupNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return CaseGroups.byName().keySet().iterator();
  }
}
