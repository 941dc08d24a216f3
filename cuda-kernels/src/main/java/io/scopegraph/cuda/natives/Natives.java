package io.scopegraph.cuda.natives;

import io.scopegraph.runtime.spi.DeviceException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcudnn.JCudnn;
import jcuda.nvrtc.JNvrtc;

/// Loads the native halves of JCuda's classes. They are taken from `java.library.path` where they
/// are there, else unpacked from their jars, checked, into a folder that only this user can enter
/// and that is gone again when they are loaded.
///
/// JCuda by itself would load a file of a known name from the folder for temporary files, which
/// everybody may write; that folder is never looked at.
public final class Natives {
  private static final Object LOCK = new Object();
  private static final String TEMPORARY = "java.io.tmpdir";

  private static boolean loaded;

  private Natives() {}

  /// Loads them once in the life of the process. Must be called before the first class of JCuda is
  /// touched: one whose native half fails to load is lost for the life of the process.
  ///
  /// @throws DeviceException if a library of CUDA or a native half is missing, changed or does not
  ///   load; the message says which, why, and what to do. No class is lost then.
  public static void load() {
    synchronized (LOCK) {
      if (!loaded) {
        NativeAccess.demand();
        openCuda();
        loadAll();
        loaded = true;
      }
    }
  }

  /// Where the native halves are, checked but not loaded.
  ///
  /// @throws DeviceException if one is missing or changed
  public static String describe() {
    List<String> places = new ArrayList<>();
    for (JcudaNative library : JcudaNative.values()) {
      Optional<Path> path = library.onLibraryPath();
      if (path.isPresent()) {
        places.add("in " + path.get().toAbsolutePath().getParent());
      } else {
        NativeChecksums.verified(library);
        places.add("in their jars, checksums match");
      }
    }
    return "JCuda %s, %s"
        .formatted(JcudaNative.VERSION, String.join("; ", places.stream().distinct().toList()));
  }

  private static void openCuda() {
    for (CudaLibrary library : CudaLibrary.values()) {
      switch (library.open()) {
        case LibraryLookup.Found _ -> {}
        case LibraryLookup.Refused(String file, String reason) ->
            throw new DeviceException(
                "cuda: %s does not load: %s; %s".formatted(file, reason, library.remedy()));
      }
    }
  }

  @SuppressWarnings("restricted")
  private static void loadAll() {
    List<JcudaNative> packed = new ArrayList<>();
    for (JcudaNative library : JcudaNative.values()) {
      Optional<Path> path = library.onLibraryPath();
      if (path.isPresent()) {
        link(path.get(), () -> System.loadLibrary(library.stem()));
      } else {
        packed.add(library);
      }
    }
    if (packed.isEmpty()) {
      initialise();
      return;
    }
    try (PrivateFolder folder = new PrivateFolder()) {
      for (JcudaNative library : packed) {
        Path file = folder.write(library.file(), NativeChecksums.verified(library));
        link(file, () -> System.load(file.toString()));
      }
      initialiseFrom(folder.path());
    }
  }

  /// Loads before JCuda does, so that a failure loses no class.
  private static void link(Path file, Runnable loading) {
    try {
      loading.run();
    } catch (UnsatisfiedLinkError e) {
      throw new DeviceException(
          "cuda: %s does not load: %s; if its folder forbids execution, name another one with -Djava.io.tmpdir"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /// JCuda reads the property each time that it loads, and takes a file that is already there. The
  /// JDK's own temporary files do not depend on the property's later values.
  private static void initialiseFrom(Path folder) {
    String usual = System.getProperty(TEMPORARY);
    System.setProperty(TEMPORARY, folder.toString());
    try {
      initialise();
    } finally {
      System.setProperty(TEMPORARY, usual);
    }
  }

  private static void initialise() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      lookup.ensureInitialized(JCudaDriver.class);
      lookup.ensureInitialized(JCublas2.class);
      lookup.ensureInitialized(JCudnn.class);
      lookup.ensureInitialized(JNvrtc.class);
    } catch (IllegalAccessException | LinkageError e) {
      throw new DeviceException("cuda: the classes of JCuda do not load: " + e.getMessage(), e);
    }
  }
}
