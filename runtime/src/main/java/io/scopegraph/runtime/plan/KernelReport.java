package io.scopegraph.runtime.plan;

import com.google.common.collect.ImmutableList;
import java.util.List;

/// The kernels of a plan: what runs each step and why. Its text is a table; its components are
/// ready to be written as JSON.
///
/// @param device the device
/// @param kernels one for each step, in their order
public record KernelReport(String device, List<Chosen> kernels) {
  /// The kernel of a step.
  ///
  /// @param step the step's number
  /// @param node the node's name
  /// @param op its type
  /// @param output the dims of its first result
  /// @param algorithm what runs it
  /// @param reason why that and nothing else; empty if there was no choice
  /// @param workspaceBytes its scratch memory
  /// @param packedBytes the weights that it keeps in a form of its own
  public record Chosen(
      int step,
      String node,
      String op,
      String output,
      String algorithm,
      String reason,
      long workspaceBytes,
      long packedBytes) {}

  /// The report of a plan.
  public static KernelReport of(MemoryPlan plan) {
    ImmutableList.Builder<Chosen> kernels = ImmutableList.builder();
    for (int index = 0; index < plan.steps().size(); index++) {
      PlannedStep step = plan.steps().get(index);
      kernels.add(
          new Chosen(
              index,
              step.node().name(),
              step.node().op().type(),
              step.node().outputs().getFirst().shape().toString(),
              step.kernel().algorithm(),
              step.kernel().reason(),
              step.kernel().workspaceBytes(),
              step.kernel().packedWeights().stream().mapToLong(packed -> packed.bytes()).sum()));
    }
    return new KernelReport(plan.device(), kernels.build());
  }

  /// The table.
  @Override
  public String toString() {
    TextTable table = new TextTable("rllllrrl");
    table.row("step", "op", "node", "output", "algorithm", "workspace", "packed", "why");
    for (Chosen kernel : kernels) {
      table.row(
          kernel.step(),
          kernel.op(),
          kernel.node(),
          kernel.output(),
          kernel.algorithm(),
          kernel.workspaceBytes(),
          kernel.packedBytes(),
          kernel.reason());
    }
    return "Kernels on " + device + "\n\n" + table;
  }
}
