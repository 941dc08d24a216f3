package io.scopegraph.integration.image;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A Dockerfile as a list of stages.
///
/// @param stages in the order of the file
record Dockerfile(ImmutableList<Stage> stages) {
  private static final Splitter SPACE = Splitter.onPattern("\\s+").omitEmptyStrings();

  /// One instruction, its lines joined and comments left out.
  ///
  /// @param line where it starts, counted from 1
  record Instruction(int line, String name, String arguments) {
    boolean isA(String instruction) {
      return name.equals(instruction);
    }

    List<String> words() {
      return SPACE.splitToList(arguments);
    }

    /// Whether the arguments are a JSON array of strings.
    boolean isExecForm() {
      return arguments.matches("\\[\\s*\"[^\"]*\"(\\s*,\\s*\"[^\"]*\")*\\s*]");
    }
  }

  /// @param base the image or stage that it starts from
  /// @param name empty if it has none
  record Stage(int line, String base, String name, ImmutableList<Instruction> instructions) {
    List<Instruction> all(String instruction) {
      return instructions.stream().filter(each -> each.isA(instruction)).toList();
    }
  }

  /// @throws IllegalArgumentException if it does not start with a stage
  static Dockerfile parse(String text) {
    List<Stage> stages = new ArrayList<>();
    List<Instruction> current = new ArrayList<>();
    for (Instruction instruction : instructions(text)) {
      if (instruction.isA("FROM")) {
        List<String> words = instruction.words();
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("AS");
        stages.add(
            new Stage(
                instruction.line(),
                words.getFirst(),
                named ? words.get(2) : "",
                ImmutableList.of()));
        current = new ArrayList<>();
      } else if (stages.isEmpty()) {
        throw new IllegalArgumentException("line %d: expected FROM".formatted(instruction.line()));
      } else {
        current.add(instruction);
        Stage last = stages.removeLast();
        stages.add(new Stage(last.line(), last.base(), last.name(), ImmutableList.copyOf(current)));
      }
    }
    return new Dockerfile(ImmutableList.copyOf(stages));
  }

  private static ImmutableList<Instruction> instructions(String text) {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    int start = 0;
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (joined.isEmpty()) {
        start = i + 1;
      }
      boolean continued = line.endsWith("\\");
      joined.append(continued ? line.substring(0, line.length() - 1) : line).append(' ');
      if (!continued) {
        instructions.add(instruction(start, joined.toString().strip()));
        joined.setLength(0);
      }
    }
    return instructions.stream().collect(toImmutableList());
  }

  private static Instruction instruction(int line, String text) {
    String[] parts = text.split("\\s+", 2);
    return new Instruction(
        line, parts[0].toUpperCase(Locale.ROOT), parts.length == 1 ? "" : parts[1].strip());
  }
}
