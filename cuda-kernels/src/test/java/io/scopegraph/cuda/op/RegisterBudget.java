package io.scopegraph.cuda.op;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many registers each thread of a kernel may have, from a table of the kernels' first letters;
/// the longest beginning counts.
record RegisterBudget(Map<String, Integer> table) {
  private static final String FILE = "registers.csv";

  /// The table in the resources.
  static RegisterBudget read() throws IOException {
    try (InputStream in = RegisterBudget.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException(FILE + " is missing");
      }
      Map<String, Integer> table = new LinkedHashMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split(",", 2);
          table.put(cells[0], Integer.parseInt(cells[1]));
        }
      }
      return new RegisterBudget(table);
    }
  }

  int of(String kernel) {
    String best = "";
    for (String prefix : table.keySet()) {
      if (kernel.startsWith(prefix) && prefix.length() > best.length()) {
        best = prefix;
      }
    }
    return table.getOrDefault(best, 0);
  }

  /// The entries that no kernel has.
  List<String> unused(Collection<String> kernels) {
    return table.keySet().stream()
        .filter(prefix -> kernels.stream().noneMatch(kernel -> kernel.startsWith(prefix)))
        .toList();
  }
}
