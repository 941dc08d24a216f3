package io.scopegraph.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Compiles the emulated libraries into a folder, once for each content of their sources.
final class EmulatorBuild {
  private static final String COMPILER = "g++";
  static final String CORE = "libscopegraph_emulator.so";
  private static final List<String> CORE_SOURCES =
      List.of("memory.cpp", "streams.cpp", "kernels.cpp");
  private static final List<String> HEADERS =
      List.of("cudnn.h", "elements.h", "emulator.h", "kernel.h");
  private static final String DONE = "complete";

  private final Path parent;
  private final List<String> flags;

  /// @param parent a folder for builds
  /// @param flags of the compiler, beside those that it needs
  EmulatorBuild(Path parent, List<String> flags) {
    this.parent = parent;
    this.flags = flags;
  }

  /// Whether there is a compiler.
  static boolean isPossible() {
    try {
      Process process = new ProcessBuilder(COMPILER, "--version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// The folder with the libraries.
  ///
  /// @throws UncheckedIOException if they cannot be compiled; the message holds the compiler's
  ///   words
  Path folder() {
    try {
      Path folder = parent.resolve(fingerprint());
      if (Files.exists(folder.resolve(DONE))) {
        return folder;
      }
      Files.createDirectories(parent);
      Path building = Files.createTempDirectory(parent, "building");
      build(building, folder);
      Files.createFile(building.resolve(DONE));
      return publish(building, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The emulated CUDA cannot be built: " + e.getMessage(), e);
    }
  }

  /// Another process may have been faster; its result is the same.
  private static Path publish(Path building, Path folder) throws IOException {
    try {
      return Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Files.exists(folder.resolve(DONE))) {
        return folder;
      }
      throw e;
    }
  }

  private String fingerprint() throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    for (String resource : resources()) {
      digest.update(read(resource).getBytes(StandardCharsets.UTF_8));
    }
    digest.update(flags.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static List<String> resources() {
    List<String> resources = new ArrayList<>(HEADERS);
    resources.addAll(CORE_SOURCES);
    for (EmulatedLibrary library : EmulatedLibrary.values()) {
      resources.addAll(library.sources());
      resources.add(symbols(library));
    }
    return resources;
  }

  private static String symbols(EmulatedLibrary library) {
    return "symbols/" + library.soname() + ".txt";
  }

  /// @param home where the folder will be
  private void build(Path building, Path home) throws IOException {
    for (String resource : resources()) {
      Path file = building.resolve(resource);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, read(resource));
    }
    List<String> core =
        new ArrayList<>(
            List.of(
                "-o",
                CORE,
                "-Wl,-soname," + CORE,
                "-DEMULATOR_HOME=\"" + home.toAbsolutePath() + "\""));
    core.addAll(CORE_SOURCES);
    core.add("-ldl");
    compile(building, core);
    for (EmulatedLibrary library : EmulatedLibrary.values()) {
      String name = library.soname();
      Files.writeString(building.resolve(name + ".stubs.cpp"), stubs(library));
      List<String> arguments =
          new ArrayList<>(List.of("-o", name, "-Wl,-soname," + name, "-Wl,-rpath,$ORIGIN"));
      if (library.isVersioned()) {
        String script = name + ".map";
        Files.writeString(building.resolve(script), name + " { global: *; };\n");
        arguments.add("-Wl,--version-script=" + script);
      }
      arguments.addAll(library.sources());
      arguments.addAll(List.of(name + ".stubs.cpp", CORE));
      compile(building, arguments);
    }
  }

  /// What ends a call of each function that is not emulated.
  private static String stubs(EmulatedLibrary library) throws IOException {
    StringBuilder text = new StringBuilder("extern \"C\" {\n");
    text.append("int emulator_unknown(const char *call, int status);\n");
    for (String symbol : read(symbols(library)).lines().toList()) {
      text.append(
          "__attribute__((weak)) int %s() { return emulator_unknown(\"%s\", %d); }%n"
              .formatted(symbol, symbol, library.notSupported()));
    }
    return text.append("}\n").toString();
  }

  private void compile(Path folder, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(COMPILER, "-std=c++17", "-O2", "-g0", "-Wall", "-fPIC", "-shared"));
    command.addAll(flags);
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + System.lineSeparator() + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while compiling", e);
    }
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = EmulatorBuild.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("The resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
