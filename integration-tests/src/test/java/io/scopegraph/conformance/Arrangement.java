package io.scopegraph.conformance;

import io.scopegraph.runtime.spi.Kernel;
import java.util.ArrayList;
import java.util.List;

/// How the operands of a kernel lie in memory.
///
/// @param inputs whether the rows of each input that may lie apart do so
/// @param output the same of the output
/// @param overwritten the input whose place the output takes, or -1
/// @param parts every how many inputs one lies in its part of the output, 0 for none
record Arrangement(boolean inputs, boolean output, int overwritten, int parts) {
  /// Each operand in one piece of its own.
  static final Arrangement DENSE = new Arrangement(false, false, -1, 0);

  /// All that a kernel declares to be able to work with, but for [#DENSE].
  static List<Arrangement> of(Kernel kernel) {
    List<Arrangement> all = new ArrayList<>();
    boolean inputs = !kernel.pitchedInputs().isEmpty();
    boolean output = kernel.pitchedOutput();
    if (inputs) {
      all.add(new Arrangement(true, false, -1, 0));
    }
    if (output) {
      all.add(new Arrangement(false, true, -1, 0));
    }
    if (inputs && output) {
      all.add(new Arrangement(true, true, -1, 0));
    }
    for (int input : kernel.inPlaceInputs()) {
      all.add(new Arrangement(false, false, input, 0));
      if (output && kernel.pitchedInputs().contains(input)) {
        all.add(new Arrangement(false, true, input, 0));
      }
    }
    if (!kernel.inPlaceParts().isEmpty()) {
      all.add(new Arrangement(false, false, -1, 1));
      all.add(new Arrangement(output, output, -1, 2));
    }
    return all;
  }
}
