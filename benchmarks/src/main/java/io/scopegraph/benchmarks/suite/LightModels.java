package io.scopegraph.benchmarks.suite;

import com.google.protobuf.ByteString;
import io.scopegraph.benchmarks.engine.Workload;
import io.scopegraph.benchmarks.network.Workloads;
import io.scopegraph.benchmarks.report.Section;
import io.scopegraph.benchmarks.suite.SideBySide.Case;
import io.scopegraph.graph.Node;
import io.scopegraph.onnx.OnnxImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The models of ONNX's own test data whose weights are constants, `light_*.onnx`.
public final class LightModels implements CaseGroup {
  private static final String FOLDER = "onnx/light";
  private static final String SUFFIX = ".onnx";

  @Override
  public String name() {
    return "light";
  }

  @Override
  public String description() {
    return "the light models of ONNX's test data";
  }

  @Override
  public Section run(Settings settings) {
    SideBySide table = SideBySide.of(this, settings);
    Path folder = settings.shared().resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      table.note("Skipped: the light models, because there is no folder " + folder);
      return table.finish();
    }
    for (Path file : files(folder)) {
      String name = caseName(file);
      if (settings.wants(name)) {
        table.compare(Case.of(workload(name, file)));
      }
    }
    return table.finish();
  }

  private static Workload workload(String name, Path file) {
    try {
      byte[] onnx = Files.readAllBytes(file);
      Node input = OnnxImporter.importBytes(name, onnx).placeholders().getFirst();
      return Workloads.imported(
          name, ByteString.copyFrom(onnx), input.name(), input.outputs().getFirst().shape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String caseName(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
