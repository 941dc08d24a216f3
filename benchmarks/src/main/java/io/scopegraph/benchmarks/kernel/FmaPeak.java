package io.scopegraph.benchmarks.kernel;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// How fast one thread can multiply and add, at each vector width: sums that do not wait for each
/// other and nothing to load. Twelve of them hide the latency of four cycles of two units, and
/// leave registers where there are sixteen.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FmaPeak {
  static final int STEPS = 1_000;
  static final int SUMS = 12;

  private float factor = 0.999f;
  private float summand = 1e-3f;

  /// 128 bits a vector.
  @Benchmark
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public float bits128() {
    return sum(FloatVector.SPECIES_128, factor, summand);
  }

  /// 256 bits a vector.
  @Benchmark
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public float bits256() {
    return sum(FloatVector.SPECIES_256, factor, summand);
  }

  /// 512 bits a vector.
  @Benchmark
  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  public float bits512() {
    return sum(FloatVector.SPECIES_512, factor, summand);
  }

  /// The multiplications and additions of a call.
  static double operations(int bits) {
    return 2.0 * STEPS * SUMS * bits / Float.SIZE;
  }

  // Only where the species is a constant are vectors in registers.
  @CompilerControl(CompilerControl.Mode.INLINE)
  private static float sum(VectorSpecies<Float> species, float factor, float summand) {
    FloatVector x = FloatVector.broadcast(species, factor);
    FloatVector y = FloatVector.broadcast(species, summand);
    FloatVector a = FloatVector.broadcast(species, 1);
    FloatVector b = FloatVector.broadcast(species, 2);
    FloatVector c = FloatVector.broadcast(species, 3);
    FloatVector d = FloatVector.broadcast(species, 4);
    FloatVector e = FloatVector.broadcast(species, 5);
    FloatVector f = FloatVector.broadcast(species, 6);
    FloatVector g = FloatVector.broadcast(species, 7);
    FloatVector h = FloatVector.broadcast(species, 8);
    FloatVector i = FloatVector.broadcast(species, 9);
    FloatVector j = FloatVector.broadcast(species, 10);
    FloatVector k = FloatVector.broadcast(species, 11);
    FloatVector l = FloatVector.broadcast(species, 12);
    for (int step = 0; step < STEPS; step++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }
}
