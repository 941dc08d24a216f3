package io.scopegraph.integration.image;

import io.scopegraph.integration.image.Dockerfile.Instruction;
import io.scopegraph.integration.image.Dockerfile.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rules for images that people run: what is fetched is pinned, nothing runs as root, and the
/// health check works without a shell.
final class DockerfileRules {
  private static final Pattern PINNED =
      Pattern.compile(
          "[a-z0-9./-]+:(?!latest)[A-Za-z0-9._-]*\\d+\\.\\d+[A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?");
  private static final Pattern FROM_STAGE = Pattern.compile("--from=(\\S+)");
  private static final List<String> LABELS =
      List.of("title", "description", "licenses", "version", "revision");

  private final Dockerfile file;
  private final List<String> violations = new ArrayList<>();

  private DockerfileRules(Dockerfile file) {
    this.file = file;
  }

  /// Each violation with its line; none if all is well.
  ///
  /// @param images the stages that are images, rather than steps to one
  static List<String> violations(String text, String... images) {
    DockerfileRules rules = new DockerfileRules(Dockerfile.parse(text));
    rules.checkStages();
    for (String image : images) {
      rules.file.stages().stream()
          .filter(stage -> stage.name().equals(image))
          .findFirst()
          .ifPresentOrElse(
              rules::checkImage, () -> rules.violations.add("there is no stage " + image));
    }
    return rules.violations;
  }

  private void checkStages() {
    Set<String> earlier = new TreeSet<>();
    for (Stage stage : file.stages()) {
      if (!earlier.contains(stage.base()) && !PINNED.matcher(stage.base()).matches()) {
        report(stage.line(), "the base " + stage.base() + " is not pinned to a version");
      }
      for (Instruction instruction : stage.instructions()) {
        check(instruction, earlier);
      }
      if (!stage.name().isEmpty() && !earlier.add(stage.name())) {
        report(stage.line(), "there are two stages " + stage.name());
      }
    }
  }

  private void check(Instruction instruction, Set<String> earlier) {
    switch (instruction.name()) {
      case "ADD" -> report(instruction.line(), "ADD fetches and unpacks: use COPY");
      case "COPY" -> {
        Matcher from = FROM_STAGE.matcher(instruction.arguments());
        if (from.find() && !earlier.contains(from.group(1))) {
          report(instruction.line(), "there is no earlier stage " + from.group(1));
        }
      }
      case "RUN" -> checkRun(instruction);
      case "WORKDIR" -> {
        if (!instruction.arguments().startsWith("/")) {
          report(instruction.line(), "WORKDIR is relative");
        }
      }
      case "ENTRYPOINT", "CMD" -> {
        if (!instruction.isExecForm()) {
          report(instruction.line(), instruction.name() + " is run by a shell");
        }
      }
      case "HEALTHCHECK" -> {
        String command = instruction.arguments().replaceFirst("^(--\\S+\\s+)*CMD\\s+", "");
        if (!new Instruction(instruction.line(), "CMD", command).isExecForm()) {
          report(instruction.line(), "HEALTHCHECK is run by a shell");
        }
      }
      case "ARG", "ENV", "EXPOSE", "LABEL", "USER", "VOLUME" -> {}
      default -> report(instruction.line(), "unknown instruction " + instruction.name());
    }
  }

  private void checkRun(Instruction run) {
    String command = run.arguments();
    if (command.contains("sudo ")) {
      report(run.line(), "sudo in a build");
    }
    if (command.contains("curl ") || command.contains("wget ")) {
      report(run.line(), "fetches a file, which nothing pins");
    }
    if (!command.contains("apt-get install")) {
      return;
    }
    Stream.of("apt-get update", "--no-install-recommends", "--yes", "rm -rf /var/lib/apt/lists/*")
        .filter(part -> !command.contains(part))
        .forEach(part -> report(run.line(), "apt-get install without " + part));
  }

  private void checkImage(Stage stage) {
    List<Instruction> users = stage.all("USER");
    if (users.isEmpty() || !users.getLast().arguments().matches("[1-9]\\d*(:[1-9]\\d*)?")) {
      report(stage.line(), stage.name() + " does not end as a user with a number, other than root");
    } else {
      stage.all("RUN").stream()
          .filter(run -> run.line() > users.getLast().line())
          .forEach(run -> report(run.line(), "RUN after USER"));
    }
    for (String needed : List.of("HEALTHCHECK", "ENTRYPOINT")) {
      if (stage.all(needed).size() != 1) {
        report(stage.line(), stage.name() + " needs one " + needed);
      }
    }
    String labels =
        String.join(" ", stage.all("LABEL").stream().map(Instruction::arguments).toList());
    for (String label : LABELS) {
      if (!labels.contains("org.opencontainers.image." + label + "=")) {
        report(stage.line(), stage.name() + " has no label " + label);
      }
    }
    if (!labels.contains("image.base.name=\"docker.io/" + qualified(stage.base()) + "\"")) {
      report(stage.line(), stage.name() + "'s label base.name is not its base");
    }
  }

  private static String qualified(String base) {
    return base.contains("/") ? base : "library/" + base;
  }

  private void report(int line, String violation) {
    violations.add("line %d: %s".formatted(line, violation));
  }
}
