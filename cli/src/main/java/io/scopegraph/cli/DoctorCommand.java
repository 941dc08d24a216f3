package io.scopegraph.cli;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.DeviceSelection;
import io.scopegraph.runtime.DeviceSelection.Candidate;
import io.scopegraph.runtime.DeviceSelection.Inspection;
import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/// Says what this machine can run, and what is missing.
@Command(
    name = "doctor",
    description =
        "Print what the devices need and what there is of it, one verdict a line, each with what to do"
            + " about it. The exit code suits a container's health check, and one that waits for a GPU.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the wanted device is usable",
      "6:no device is usable",
      "7:the wanted device is not usable, but another one is"
    })
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--device",
      defaultValue = DeviceSelection.AUTO,
      description =
          "The device that is wanted: cpu, cuda, cuda:1, or auto for any (default: ${DEFAULT-VALUE}).")
  private String wanted = DeviceSelection.AUTO;

  @Option(
      names = "--open",
      description =
          "Also open the wanted device, which takes some of its memory for a moment. A device with a"
              + " number is always opened.")
  private boolean open;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    ImmutableList<Inspection> backends = DeviceSelection.inspect();
    ImmutableList<Finding> jvm = JvmFindings.look();
    Finding verdict = verdict(backends);
    ExitCode code = code(verdict, backends);
    if (json) {
      Json.print(report(jvm, backends, verdict, code));
    } else {
      print(jvm, backends, verdict);
    }
    return code.code();
  }

  /// On the wanted device.
  private Finding verdict(List<Inspection> backends) {
    String name = DeviceSelection.backendName(wanted);
    List<Candidate> candidates =
        backends.stream()
            .map(Inspection::candidate)
            .filter(each -> name.equals(DeviceSelection.AUTO) || each.name().equals(name))
            .toList();
    if (candidates.isEmpty()) {
      String names =
          String.join(", ", backends.stream().map(each -> each.candidate().name()).toList());
      throw new IllegalArgumentException(
          "--device: there is no device \"%s\", expected auto, %s".formatted(wanted, names));
    }
    for (Candidate candidate : candidates) {
      if (candidate.availability().usable()) {
        return open || !name.equals(wanted) ? opened() : usable(candidate.toString());
      }
    }
    return new Finding(
        wanted,
        Verdict.MISSING,
        "not usable: " + candidates.getFirst().availability().detail(),
        candidates.getFirst().availability().remedy());
  }

  private Finding opened() {
    try (Device device = DeviceSelection.open(wanted, 0)) {
      return usable(device.name());
    } catch (DeviceException e) {
      return new Finding(wanted, Verdict.MISSING, "cannot be opened: " + e.getMessage(), "");
    }
  }

  private Finding usable(String what) {
    return new Finding(wanted, Verdict.GOOD, "usable: " + what, "");
  }

  private ExitCode code(Finding verdict, List<Inspection> backends) {
    if (verdict.verdict() == Verdict.GOOD) {
      return ExitCode.SUCCESS;
    }
    String name = DeviceSelection.backendName(wanted);
    boolean other =
        backends.stream()
            .map(Inspection::candidate)
            .anyMatch(each -> !each.name().equals(name) && each.availability().usable());
    return other ? ExitCode.OTHER_DEVICE : ExitCode.DEVICE;
  }

  private static void print(List<Finding> jvm, List<Inspection> backends, Finding verdict) {
    jvm.forEach(finding -> print("jvm", finding));
    for (Inspection backend : backends) {
      backend.findings().forEach(finding -> print(backend.candidate().name(), finding));
    }
    print("wanted", verdict);
  }

  private static void print(String group, Finding finding) {
    String fix = finding.remedy().isEmpty() ? "" : "; fix: " + finding.remedy();
    System.out.printf(
        "%s %-6s  %-13s  %s%s%n",
        mark(finding.verdict()), group, finding.subject(), finding.detail(), fix);
  }

  private static String mark(Verdict verdict) {
    String mark =
        switch (verdict) {
          case GOOD -> "@|green ok     |@";
          case POOR -> "@|yellow poor   |@";
          case MISSING -> "@|bold,red MISSING|@";
        };
    return (Terminal.isInteractive() ? Ansi.ON : Ansi.OFF).string(mark);
  }

  private Map<String, Object> report(
      List<Finding> jvm, List<Inspection> backends, Finding verdict, ExitCode code) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("wanted", wanted);
    report.put("usable", code == ExitCode.SUCCESS);
    report.put("detail", verdict.detail());
    report.put("fix", verdict.remedy());
    report.put("exit_code", code.code());
    report.put("jvm", jvm.stream().map(DoctorCommand::entry).toList());
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Inspection backend : backends) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", backend.candidate().name());
      entry.put("usable", backend.candidate().availability().usable());
      entry.put("detail", backend.candidate().availability().detail());
      entry.put("fix", backend.candidate().availability().remedy());
      entry.put("findings", backend.findings().stream().map(DoctorCommand::entry).toList());
      entries.add(entry);
    }
    report.put("backends", entries);
    return report;
  }

  private static Map<String, Object> entry(Finding finding) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("subject", finding.subject());
    entry.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
    entry.put("detail", finding.detail());
    entry.put("fix", finding.remedy());
    return entry;
  }
}
