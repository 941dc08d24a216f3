package io.scopegraph.cpu.kernel;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kernels of this JVM: where the Vector API is present those in two tiers, which are scalar
/// until their vector form is compiled; else the scalar ones. The choice is made and logged once.
/// The system property `scopegraph.cpu.kernels` forces it to `tiered`, `vector` (from the first
/// call on) or `scalar`.
public final class KernelChoice {
  /// The system property that forces the choice.
  public static final String PROPERTY = "scopegraph.cpu.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final List<String> NAMES = List.of("tiered", "vector", "scalar");
  private static final List<String> PREFERENCE = List.of("tiered", "scalar");

  private KernelChoice() {}

  /// The kernels chosen.
  ///
  /// @throws IllegalStateException if the property names kernels that do not exist or cannot run
  ///   here
  public static FloatKernels kernels() {
    return Holder.KERNELS;
  }

  /// Why the preferred kernels cannot run in this JVM and what to do about that, in one sentence;
  /// empty if they can.
  public static Optional<String> obstacle() {
    return provider(PREFERENCE.getFirst()).flatMap(KernelProvider::obstacle);
  }

  private static final class Holder {
    private static final FloatKernels KERNELS = choose(System.getProperty(PROPERTY));
  }

  /// A fresh choice, as for a JVM in which the property is `forced`, or not set if that is null.
  static FloatKernels choose(@Nullable String forced) {
    if (forced != null) {
      KernelProvider provider =
          provider(forced)
              .orElseThrow(() ->
                  new IllegalStateException(
                      PROPERTY + " is \"" + forced + "\", expected one of " + NAMES));
      provider
          .obstacle()
          .ifPresent(obstacle -> {
            throw new IllegalStateException(PROPERTY + " is \"" + forced + "\", but " + obstacle);
          });
      FloatKernels kernels = provider.create();
      LOG.info("CPU kernels: {} (forced by -D{}={})", kernels.name(), PROPERTY, forced);
      return kernels;
    }
    for (String name : PREFERENCE) {
      Optional<KernelProvider> provider = provider(name);
      if (provider.isEmpty()) {
        continue;
      }
      Optional<String> obstacle = provider.get().obstacle();
      if (obstacle.isEmpty()) {
        FloatKernels kernels = provider.get().create();
        LOG.info("CPU kernels: {}", kernels.name());
        return kernels;
      }
      LOG.warn("CPU kernels: not those on the Vector API, because {}", obstacle.get());
    }
    throw new IllegalStateException("no CPU kernels on the class path, expected " + PREFERENCE);
  }

  private static Optional<KernelProvider> provider(String name) {
    for (KernelProvider provider :
        ServiceLoader.load(KernelProvider.class, KernelChoice.class.getClassLoader())) {
      if (provider.name().equals(name)) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }
}
