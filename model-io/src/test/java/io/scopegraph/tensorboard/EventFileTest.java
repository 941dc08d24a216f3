package io.scopegraph.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import io.scopegraph.graph.Graph;
import io.scopegraph.graph.GraphAssembler;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.Placeholder;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Shape;
import io.scopegraph.tensor.TensorSpec;
import io.scopegraph.tensorflow.GraphDefExporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFileTest {
  private static final byte[] GRAPH =
      HexFormat.of()
          .parseHex(
              """
              0a680a056e65742f78120b506c616365686f6c6465722a270a0e5f6f75747075745f73686170657312150a133a11120b
              08ffffffffffffffffff01120208022a0b0a056474797065120230012a1c0a05736861706512133a11120b08ffffffff
              ffffffffff01120208020a560a056e65742f631205436f6e73742a1a0a0e5f6f75747075745f73686170657312080a06
              3a04120208022a0b0a056474797065120230012a1d0a0576616c756512144212080112041202080222080000803f0000
              00400a4c0a056e65742f7912034164641a056e65742f781a056e65742f632a070a0154120230012a270a0e5f6f757470
              75745f73686170657312150a133a11120b08ffffffffffffffffff01120208020a4e0a056e65742f7a120452656c751a
              056e65742f791a065e6e65742f632a070a0154120230012a270a0e5f6f75747075745f73686170657312150a133a1112
              0b08ffffffffffffffffff01120208022202081a
              """
                  .replace("\n", ""));

  @TempDir private Path folder;

  private Path golden() throws IOException {
    Deque<Instant> times = new ArrayDeque<>();
    for (long millis : new long[] {0, 0, 1500, 2000}) {
      times.add(Instant.ofEpochMilli(1_500_000_000_000L + millis));
    }
    try (EventFileWriter writer = EventFileWriter.open(folder.resolve("a/b"), times::remove)) {
      writer.writeGraph(GRAPH);
      writer.writeScalar("loss", 0.5f, 7);
      return writer.file();
    }
  }

  @Test
  void theFileHasTheGoldenBytes() throws IOException {
    Path file = golden();
    assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.1500000000.");
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(466);
    assertThat(Hashing.sha256().hashBytes(bytes))
        .hasToString("9078ed4a1957ad4c107110a564686f852e16566fa472feb6d2fdc109f012f598");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    List<LoggedEvent> events = EventFileReader.read(golden());
    assertThat(events).hasSize(3);
    assertThat(events.get(0))
        .isEqualTo(new LoggedEvent(1.5e9, 0, new LoggedEvent.FileVersion("brain.Event:2")));
    assertThat(events.get(1).wallTime()).isEqualTo(1.5e9 + 1.5);
    assertThat(events.get(1).content())
        .isInstanceOfSatisfying(
            LoggedEvent.GraphBytes.class, graph -> assertThat(graph.graphDef()).isEqualTo(GRAPH));
    assertThat(events.get(2).step()).isEqualTo(7);
    assertThat(events.get(2).content())
        .isInstanceOfSatisfying(
            LoggedEvent.Scalars.class,
            scalars -> assertThat(scalars.values()).containsOnly(Map.entry("loss", 0.5f)));
  }

  @Test
  void checksumsAreMasked() {
    assertThat(checksum("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xc78ab0e5);
    assertThat(checksum(new byte[32])).isEqualTo(0x0fd7fffa);
    assertThat(checksum(new byte[0])).isEqualTo(0xa282ead8);
    assertThat(checksum("\u001a\u0011CRC test, one two".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0x5794d08a);
  }

  private static int checksum(byte[] data) {
    return Records.maskedChecksum(data, 0, data.length);
  }

  @Test
  void aLastRecordThatIsCutOffIsLeftOut() throws IOException {
    byte[] bytes = Files.readAllBytes(golden());
    for (int length = 0; length < bytes.length; length++) {
      int whole = length < 40 ? 0 : length < 424 ? 1 : 2;
      assertThat(EventFileReader.parse("part", Arrays.copyOf(bytes, length)))
          .as("%d bytes", length)
          .hasSize(whole);
    }
  }

  @Test
  void everyChangedByteIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(golden());
    SplittableRandom random = new SplittableRandom(5);
    for (int at = 0; at < bytes.length; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> EventFileReader.parse("changed", changed))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageStartingWith("changed at byte");
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> EventFileReader.read(folder.resolve("none")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("none");
  }

  @Test
  void twoWritersOfOneSecondHaveTwoFiles() throws IOException {
    try (EventFileWriter first = EventFileWriter.open(folder, () -> Instant.EPOCH);
        EventFileWriter second = EventFileWriter.open(folder, () -> Instant.EPOCH)) {
      assertThat(first.file()).isNotEqualTo(second.file());
      assertThat(EventFileReader.read(second.file())).hasSize(1);
    }
  }

  @Test
  void aGraphIsWrittenInBothForms() throws IOException {
    GraphAssembler assembler = new GraphAssembler();
    TensorSpec spec = new TensorSpec(DType.FLOAT32, Shape.of(-1, 3));
    assembler.output("y", assembler.add("a/x", new Placeholder(spec), List.of(), null));
    Graph graph = assembler.build();
    TensorBoardFiles files = TensorBoardFiles.write(graph, folder.resolve("logs"));
    List<LoggedEvent> events = EventFileReader.read(files.eventFile());
    assertThat(events).hasSize(2);
    assertThat(events.get(1).content())
        .isInstanceOfSatisfying(
            LoggedEvent.GraphBytes.class,
            logged ->
                assertThat(logged.graphDef()).isEqualTo(GraphDefExporter.export(graph).bytes()));
    assertThat(files.textFile())
        .hasFileName("graph.pbtxt")
        .content()
        .isEqualTo(files.graph().text())
        .contains("name: \"a/x\"");
  }
}
