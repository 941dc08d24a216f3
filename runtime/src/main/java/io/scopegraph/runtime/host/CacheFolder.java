package io.scopegraph.runtime.host;

import java.nio.file.Path;

/// Where caches lie on disk if nobody says otherwise.
public final class CacheFolder {
  private CacheFolder() {}

  /// The folder of one kind of cache: below `XDG_CACHE_HOME`, or below `.cache` in the user's home.
  public static Path usual(String kind) {
    String caches = System.getenv("XDG_CACHE_HOME");
    Path base =
        caches == null || caches.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(caches);
    return base.resolve("scopegraph").resolve(kind);
  }
}
