package io.scopegraph.runtime;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.scopegraph.runtime.plan.Aliasing;
import io.scopegraph.runtime.spi.KernelOptions;
import io.scopegraph.runtime.spi.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a session runs.
///
/// @param name for reports and errors; numbered if another session of the store has it
/// @param device [DeviceSelection#AUTO], or a backend's name; with a store, the store's device is
///   used whatever is said here
/// @param threads for devices that compute on the host, the most threads that a run computes with,
///   the calling thread included; 0 for all processors. The result has the same bits for any
///   number. With a store, the store's number is used whatever is said here
/// @param store where variables and constants live; null for a store of the session's own
/// @param memoryBudget the most bytes that the session may hold on the device, its share of the
///   store included
/// @param kernels what is asked of the device's kernels, such as the precision
/// @param planCacheSize for how many sets of input shapes plans and bound kernels are kept
/// @param arenaReuse whether buffers that are not needed at the same time share memory
/// @param aliasing how far values may share bytes; a plan that exceeds the budget is made again
///   with [Aliasing#LEAST_MEMORY] before it is given up
/// @param concurrency how many runs may be under way at one time, each on an arena of its own, with
///   inputs and outputs of its own; arenas are reserved when they are needed first
/// @param sharedArena an arena that sessions of one store share, whose runs take turns then; null
///   for arenas of the session's own
/// @param outputs the results that are wanted, by name or tensor name; empty for all
/// @param warmUp whether opening a session also warms it up, see [Session#warmUp]; all input shapes
///   must be known then
public record SessionOptions(
    String name,
    String device,
    int threads,
    @Nullable VariableStore store,
    long memoryBudget,
    KernelOptions kernels,
    int planCacheSize,
    boolean arenaReuse,
    Aliasing aliasing,
    int concurrency,
    @Nullable SharedArena sharedArena,
    ImmutableList<String> outputs,
    boolean warmUp) {
  /// One session on the best device, with a store of its own and no limits.
  public static final SessionOptions DEFAULT = builder().build();

  /// Checks the values.
  ///
  /// @throws IllegalArgumentException if a number is out of range
  public SessionOptions {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must not be negative, found " + threads);
    }
    if (memoryBudget < 0) {
      throw new IllegalArgumentException(
          "memoryBudget must not be negative, found " + memoryBudget);
    }
    if (planCacheSize < 1) {
      throw new IllegalArgumentException("planCacheSize must be 1 or more, found " + planCacheSize);
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be 1 or more, found " + concurrency);
    }
    if (sharedArena != null && concurrency > 1) {
      throw new IllegalArgumentException(
          "Runs on the shared arena \"%s\" take turns, so concurrency must be 1, found %d"
              .formatted(sharedArena.name(), concurrency));
    }
    if (sharedArena != null && store == null) {
      throw new IllegalArgumentException(
          "Sessions that share the arena \"%s\" need a common store".formatted(sharedArena.name()));
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /// The same options, ready to be changed.
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.name = name;
    builder.device = device;
    builder.threads = threads;
    builder.store = store;
    builder.memoryBudget = memoryBudget;
    builder.kernels = kernels;
    builder.planCacheSize = planCacheSize;
    builder.arenaReuse = arenaReuse;
    builder.aliasing = aliasing;
    builder.concurrency = concurrency;
    builder.sharedArena = sharedArena;
    builder.outputs = outputs;
    builder.warmUp = warmUp;
    return builder;
  }

  /// Collects options; what is not said keeps its default.
  public static final class Builder {
    private String name = "session";
    private String device = DeviceSelection.AUTO;
    private int threads;
    private @Nullable VariableStore store;
    private long memoryBudget = Long.MAX_VALUE;
    private KernelOptions kernels = KernelOptions.DEFAULT;
    private int planCacheSize = 8;
    private boolean arenaReuse = true;
    private Aliasing aliasing = Aliasing.FEWEST_COPIES;
    private int concurrency = 1;
    private @Nullable SharedArena sharedArena;
    private ImmutableList<String> outputs = ImmutableList.of();
    private boolean warmUp;

    private Builder() {}

    @CanIgnoreReturnValue
    public Builder name(String changed) {
      name = changed;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder device(String changed) {
      device = changed;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder threads(int changed) {
      threads = changed;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder store(VariableStore changed) {
      store = changed;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder memoryBudget(long bytes) {
      memoryBudget = bytes;
      return this;
    }

    /// How exactly float32 is computed; [Precision#FLOAT32] if not said.
    @CanIgnoreReturnValue
    public Builder precision(Precision changed) {
      kernels = kernels.withPrecision(changed);
      return this;
    }

    /// Whether the device may try out algorithms when it plans, which takes time once; not if not
    /// said.
    @CanIgnoreReturnValue
    public Builder measured(boolean changed) {
      kernels = kernels.withMeasured(changed);
      return this;
    }

    /// Whether 3x3 convolutions may be computed by Winograd's algorithm F(4x4, 3x3) on the CPU;
    /// they may if not said. It takes a quarter of the products and rounds more: results may be off
    /// by some 1e-5 of the greatest output of the convolution, instead of by some 1e-6.
    @CanIgnoreReturnValue
    public Builder winograd(boolean changed) {
      kernels = kernels.withWinograd(changed);
      return this;
    }

    @CanIgnoreReturnValue
    public Builder planCacheSize(int changed) {
      planCacheSize = changed;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder arenaReuse(boolean changed) {
      arenaReuse = changed;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder aliasing(Aliasing changed) {
      aliasing = changed;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder concurrency(int runs) {
      concurrency = runs;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder sharedArena(SharedArena changed) {
      sharedArena = changed;
      return this;
    }

    @CanIgnoreReturnValue
    public Builder outputs(String... names) {
      return outputs(List.of(names));
    }

    @CanIgnoreReturnValue
    public Builder outputs(List<String> names) {
      outputs = ImmutableList.copyOf(names);
      return this;
    }

    /// Whether opening a session takes the time to warm it up, see [Session#warmUp]; not if not
    /// said. For graphs whose inputs have known shapes.
    @CanIgnoreReturnValue
    public Builder warmUp(boolean changed) {
      warmUp = changed;
      return this;
    }

    /// The options.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public SessionOptions build() {
      return new SessionOptions(
          name,
          device,
          threads,
          store,
          memoryBudget,
          kernels,
          planCacheSize,
          arenaReuse,
          aliasing,
          concurrency,
          sharedArena,
          outputs,
          warmUp);
    }
  }
}
