package io.scopegraph.benchmarks.engine;

import com.google.common.collect.ImmutableSortedSet;
import java.util.ServiceLoader;

/// The engines that can be compared with. Another one is a class with an [EngineProvider] that is
/// named in this module's service file.
public final class Engines {
  private Engines() {}

  /// Makes an engine ready.
  ///
  /// @throws EngineException if there is none of this name, or it cannot be used here
  public static Engine open(String name) {
    ImmutableSortedSet.Builder<String> names = ImmutableSortedSet.naturalOrder();
    for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
      if (provider.name().equals(name)) {
        return provider.open();
      }
      names.add(provider.name());
    }
    throw new EngineException(
        "There is no engine \"%s\" in this build; there are %s"
            .formatted(name, String.join(", ", names.build())));
  }
}
