package io.scopegraph.cuda.natives;

import io.scopegraph.runtime.spi.DeviceException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A library of NVIDIA's that this backend needs, in the order in which they are opened.
public enum CudaLibrary {
  DRIVER(
      "NVIDIA driver",
      "libcuda.so.1",
      "install the NVIDIA driver, 525.60 or newer; start a container with --gpus all"),
  CUBLAS("cuBLAS", "libcublas.so.12", remedy("libcublas-12-6")),
  CUDNN("cuDNN", "libcudnn.so.9", remedy("libcudnn9-cuda-12")),
  NVRTC("NVRTC", "libnvrtc.so.12", remedy("cuda-nvrtc-12-6"));

  /// The system property that names a folder whose libraries come before those of the system.
  public static final String FOLDER = "scopegraph.cuda.libraries";

  private static final String NEEDED_BY_CUBLAS = "libcublasLt.so.12";

  private final String title;
  private final String file;
  private final String remedy;

  CudaLibrary(String title, String file, String remedy) {
    this.title = title;
    this.file = file;
    this.remedy = remedy;
  }

  /// What people call it.
  public String title() {
    return title;
  }

  /// The name that the system's linker knows it by.
  public String file() {
    return file;
  }

  /// What to do where it is missing.
  public String remedy() {
    return remedy;
  }

  /// Opens the library: from the folder that [#FOLDER] names, if it is there, else where the
  /// system's linker looks. Once open it stays open, and whatever needs it by name gets this one.
  ///
  /// @throws DeviceException if native access is denied
  public LibraryLookup open() {
    NativeAccess.demand();
    if (this == CUBLAS) {
      // Its linker looks beside it only if it was built so; an open library is found by name.
      var _ = open(NEEDED_BY_CUBLAS);
    }
    return open(file);
  }

  private static LibraryLookup open(String file) {
    String folder = System.getProperty(FOLDER);
    if (folder != null && Files.exists(Path.of(folder, file))) {
      return Holder.LINKER.open(Path.of(folder, file).toAbsolutePath().toString());
    }
    return Holder.LINKER.open(file);
  }

  private static String remedy(String pack) {
    return "install %s, or name the folder that has it with -Dscopegraph.cuda.libraries=FOLDER (the image nvidia/cuda:12.6.3-cudnn-runtime-ubuntu24.04 has it)"
        .formatted(pack);
  }

  private static final class Holder {
    private static final DynamicLinker LINKER = new DynamicLinker();
  }
}
