package io.scopegraph.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The versions of Scopegraph and of the JVM, for `--version`.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Objects.requireNonNullElse(
            Main.class.getPackage().getImplementationVersion(), "(built from sources)");
    return new String[] {
      "scopegraph " + version, "JVM " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }
}
