package io.scopegraph.integration.ocr;

import java.util.List;

/// Counts misread characters.
final class CharacterErrors {
  private CharacterErrors() {}

  /// The fewest characters to insert, delete or replace to make one text of the other. Lines are
  /// joined by spaces, since boxes side by side on one line are read one by one.
  static int between(List<String> truth, List<String> read) {
    String a = String.join(" ", truth);
    String b = String.join(" ", read);
    int[] distances = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      distances[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = distances[0];
      distances[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = distances[j];
        distances[j] = Math.min(replaced, 1 + Math.min(distances[j], distances[j - 1]));
      }
    }
    return distances[b.length()];
  }

  static int characters(List<String> truth) {
    return String.join(" ", truth).length();
  }
}
