package io.scopegraph.cuda.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scopegraph.cuda.op.MachineCode.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Machine code for each architecture keeps to its budget of registers, where there is a compiler.
class KernelResourcesTest {
  private static final List<Integer> ARCHITECTURES = List.of(75, 80, 90, 120);
  private static final Path REPORT = Path.of("target", "kernel-resources.txt");

  @Test
  void noKernelSpillsOrExceedsItsRegisters(@TempDir Path folder) throws Exception {
    String obstacle = MachineCode.obstacle();
    if (obstacle != null) {
      System.out.println("Skipped: " + obstacle);
    }
    assumeThat(obstacle).isNull();
    List<Usage> usages = compile(folder);
    report(usages);
    RegisterBudget budget = RegisterBudget.read();
    assertThat(usages)
        .allSatisfy(usage -> {
          assertThat(usage.spilledBytes()).as("%s: bytes spilled", usage).isZero();
          assertThat(usage.registers())
              .as("%s: registers", usage)
              .isLessThanOrEqualTo(budget.of(usage.kernel()));
        });
    assertThat(budget.unused(usages.stream().map(Usage::kernel).toList()))
        .as("budgets of kernels that do not exist")
        .isEmpty();
  }

  @Test
  void aSpillIsFoundInWhatTheCompilerSays() {
    String log =
        """
        ptxas info    : Compiling entry function 'planted' for 'sm_80'
        ptxas info    : Function properties for planted
            16 bytes stack frame, 12 bytes spill stores, 8 bytes spill loads
        ptxas info    : Used 48 registers, used 1 barriers, 16 bytes cumulative stack size
        """;
    assertThat(MachineCode.parse(log, 80)).containsExactly(new Usage("planted", 80, 48, 20));
  }

  /// All files for all architectures, two at a time.
  private static List<Usage> compile(Path folder) throws Exception {
    List<Future<List<Usage>>> results = new ArrayList<>();
    try (ExecutorService compilers = Executors.newFixedThreadPool(2)) {
      for (String theme : KernelText.themes()) {
        for (int architecture : ARCHITECTURES) {
          results.add(compilers.submit(() -> MachineCode.compile(theme, architecture, folder)));
        }
      }
    }
    List<Usage> usages = new ArrayList<>();
    for (Future<List<Usage>> result : results) {
      usages.addAll(result.get());
    }
    return usages;
  }

  private static void report(List<Usage> usages) throws Exception {
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, usages.stream().map(Usage::toString).sorted().toList());
    for (int architecture : ARCHITECTURES) {
      List<Usage> own = usages.stream().filter(u -> u.architecture() == architecture).toList();
      Usage most = own.stream().max(Comparator.comparingInt(Usage::registers)).orElseThrow();
      int spilled = own.stream().mapToInt(Usage::spilledBytes).sum();
      System.out.printf(
          "sm_%d: %d kernels, %d bytes spilled, the most registers: %d of %s%n",
          architecture, own.size(), spilled, most.registers(), most.kernel());
    }
    System.out.println("Each kernel's registers: " + REPORT);
  }
}
