package io.scopegraph.cli;

import com.google.common.collect.ImmutableMap;
import io.scopegraph.runtime.plan.ByteSizes;
import io.scopegraph.tensor.Tensor;
import io.scopegraph.weights.LoadOptions;
import io.scopegraph.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes weights in another format.
@Command(
    name = "convert",
    description =
        "Write the weights of a TensorFlow checkpoint, safetensors or npz as safetensors or npz.")
final class ConvertCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "WEIGHTS",
      description = "A file of weights, the prefix of a checkpoint, or its folder.")
  private Path source = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "What to write; the name ends in .safetensors or .npz.")
  private Path target = Path.of("");

  @Option(
      names = "--rename-prefix",
      paramLabel = "FROM=TO",
      description =
          "Rename what begins with FROM; \"=model/\" puts all names below model/. Repeatable, in order.")
  private List<String> renamings = new ArrayList<>();

  @Option(
      names = "--skip-slots",
      description = "Leave out optimiser slots, global_step and the like.")
  private boolean skipSlots;

  @Override
  public Integer call() {
    Weights weights = Weights.load(source);
    ImmutableMap<String, Tensor> tensors = weights.tensors(options());
    try {
      Weights.save(tensors, target, keepsMetadata() ? weights.metadata() : Map.of());
    } catch (IOException e) {
      throw new FileException(target, e);
    }
    System.out.printf(
        "%s  tensors %d, %s%n",
        target,
        tensors.size(),
        ByteSizes.exact(tensors.values().stream().mapToLong(Tensor::byteSize).sum()));
    return ExitCode.SUCCESS.code();
  }

  private boolean keepsMetadata() {
    return !target.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
  }

  private LoadOptions options() {
    LoadOptions options = skipSlots ? LoadOptions.STRICT.skipSlots() : LoadOptions.STRICT;
    for (String renaming : renamings) {
      int equals = renaming.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "--rename-prefix %s: expected FROM=TO, for example net/=model/".formatted(renaming));
      }
      options = options.renamePrefix(renaming.substring(0, equals), renaming.substring(equals + 1));
    }
    return options;
  }
}
