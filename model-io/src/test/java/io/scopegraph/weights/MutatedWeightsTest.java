package io.scopegraph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.io.NpyFile;
import io.scopegraph.tensor.DType;
import io.scopegraph.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Thousands of damaged files of each format: each is read or refused by the one exception, within
/// memory in proportion to its size.
final class MutatedWeightsTest {
  private static final int FILES = 4_000;
  private static final long SEED = 20_260_303;

  /// Covers buffers, and what the JVM takes when code runs for the first time.
  private static final long FIXED_MEMORY = 4 << 20;

  private static final long MEMORY_PER_BYTE = 500;

  private final ThreadMXBean memory = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  @TempDir private Path folder = Path.of("");

  /// Changes the bytes of a file.
  private interface Mutation {
    byte[] apply(byte[] bytes, SplittableRandom random);
  }

  private static TestBundle bundle(TestTable table) {
    TestBundle bundle = new TestBundle(2).table(table);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 12; i++) {
      byte[] data = new byte[12];
      random.nextBytes(data);
      bundle.add(i % 2, "scope%d/weights%d".formatted(i / 3, i), TestBundle.FLOAT32, data, 3, 1);
    }
    return bundle;
  }

  @Test
  void checkpoints() throws IOException {
    Path index = bundle(TestTable.plain(4, 2)).write(folder.resolve("model"));
    run(index, MutatedWeightsTest::damage);
  }

  @Test
  void checkpointsWithValidChecksums() throws IOException {
    TestBundle bundle = bundle(TestTable.plain(4, 2));
    Path index = bundle.write(folder.resolve("model"));
    List<TestTable.Place> places = bundle.places();
    run(
        index,
        (bytes, random) -> {
          byte[] changed = bytes.clone();
          TestTable.Place place = places.get(random.nextInt(places.size()));
          for (int i = random.nextInt(3); i >= 0; i--) {
            overwrite(changed, place.offset(), place.size() + 1, random);
          }
          TestTable.reseal(changed, places);
          return changed;
        });
  }

  @Test
  void compressedCheckpointsWithValidChecksums() throws IOException {
    TestTable table =
        new TestTable(
            6,
            16,
            1,
            plain -> {
              // A literal of two bytes of length, then the plain bytes.
              ByteArrayOutputStream block = new ByteArrayOutputStream();
              TestTable.varint(block, plain.length);
              block.write(61 << 2);
              block.write(plain.length - 1);
              block.write((plain.length - 1) >> 8);
              block.writeBytes(plain);
              return block.toByteArray();
            });
    TestBundle bundle = bundle(table);
    Path index = bundle.write(folder.resolve("model"));
    List<TestTable.Place> places = bundle.places();
    run(
        index,
        (bytes, random) -> {
          byte[] changed = bytes.clone();
          TestTable.Place place = places.get(random.nextInt(places.size()));
          overwrite(changed, place.offset(), place.size(), random);
          TestTable.reseal(changed, places);
          return changed;
        });
  }

  @Test
  void safetensors() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Weights.save(sample(), file, Map.of("format", "pt"));
    run(file, MutatedWeightsTest::damage);
  }

  @Test
  void setsOfSafetensors() throws IOException {
    Weights.save(sample(), folder.resolve("part.safetensors"), Map.of());
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(
        index,
        """
        {"metadata": {"total_size": 36}, "weight_map": {"conv/kernel": "part.safetensors",
         "conv/bias": "part.safetensors", "step": "part.safetensors"}}
        """);
    run(index, MutatedWeightsTest::damage);
  }

  @Test
  void storedArchives() throws IOException {
    Path file = folder.resolve("model.npz");
    Weights.save(sample(), file, Map.of());
    run(file, MutatedWeightsTest::damage);
  }

  @Test
  void deflatedArchives() throws IOException {
    Path file = folder.resolve("model.npz");
    Weights.save(sample(), file, Map.of());
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (ZipInputStream from = new ZipInputStream(Files.newInputStream(file));
        ZipOutputStream to = new ZipOutputStream(deflated)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        from.transferTo(to);
      }
    }
    Files.write(file, deflated.toByteArray());
    run(file, MutatedWeightsTest::damage);
  }

  @Test
  void arrays() throws IOException {
    Path file = folder.resolve("array.npy");
    NpyFile.write(file, Tensor.vector(1, 2, 3, 4));
    run(file, MutatedWeightsTest::damage);
  }

  private static Map<String, Tensor> sample() {
    SplittableRandom random = new SplittableRandom(2);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv/kernel", SampleTensors.random(random, DType.FLOAT32, 3, 1, 2));
    tensors.put("conv/bias", SampleTensors.random(random, DType.FLOAT16, 2));
    tensors.put("step", SampleTensors.random(random, DType.INT64));
    return tensors;
  }

  /// Overwrites, cuts, repeats or inserts bytes.
  private static byte[] damage(byte[] bytes, SplittableRandom random) {
    byte[] changed = bytes.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> changed = Arrays.copyOf(bytes, at);
      case 1 -> {
        int to = random.nextInt(at, bytes.length);
        changed = join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
      }
      case 2 ->
          changed = join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at / 2, bytes.length));
      default -> {
        for (int i = random.nextInt(4); i >= 0; i--) {
          overwrite(changed, 0, changed.length, random);
        }
      }
    }
    return changed;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static void overwrite(byte[] bytes, int from, int count, SplittableRandom random) {
    int at = from + random.nextInt(count);
    switch (random.nextInt(4)) {
      case 0 -> bytes[at] = (byte) random.nextInt(256);
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : '9');
      default -> {
        int end = Math.min(from + count, at + 1 + random.nextInt(8));
        Arrays.fill(bytes, at, end, (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256)));
      }
    }
  }

  private void run(Path file, Mutation mutation) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    assertThat(Weights.load(file).tensors()).isNotEmpty();
    SplittableRandom seeds = new SplittableRandom(SEED);
    int read = 0;
    for (int i = 0; i < FILES; i++) {
      long seed = seeds.nextLong();
      byte[] bytes = mutation.apply(whole, new SplittableRandom(seed));
      Path mutant = file.resolveSibling("mutant-" + file.getFileName());
      if (file.toString().endsWith(".index")) {
        mutant = file;
      }
      Files.deleteIfExists(mutant);
      Files.write(mutant, bytes);
      long before = memory.getCurrentThreadAllocatedBytes();
      try {
        Weights weights = Weights.load(mutant);
        weights.entries().values().stream()
            .filter(WeightEntry::isLoadable)
            .forEach(entry -> weights.tensor(entry.name()));
        read++;
      } catch (ModelFormatException e) {
        assertThat(e).message().contains(folder.toString());
      } catch (RuntimeException | Error e) {
        fail("seed %d, file %s".formatted(seed, Base64.getEncoder().encodeToString(bytes)), e);
      }
      assertThat(memory.getCurrentThreadAllocatedBytes() - before)
          .as("memory taken for %d bytes, seed %d", bytes.length, seed)
          .isLessThan(FIXED_MEMORY + MEMORY_PER_BYTE * bytes.length);
    }
    System.out.printf("%d damaged files, %d of them readable%n", FILES, read);
    assertThat(read).isLessThan(FILES);
  }
}
