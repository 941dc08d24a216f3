package io.scopegraph.cuda.probe;

import io.scopegraph.cuda.natives.CudaLibrary;
import io.scopegraph.cuda.natives.DynamicLibrary;
import io.scopegraph.cuda.natives.LibraryLookup;
import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
import java.util.Optional;

/// Looks for cuBLAS, cuDNN and NVRTC, and asks each for its version.
final class LibraryProbe {
  private static final int CUDA = 12;
  private static final int CUDNN = 9;
  private static final int CUDNN_MAJOR = 10_000;
  private static final int CUDNN_MINOR = 100;

  private final DriverProbe driver;

  LibraryProbe(DriverProbe driver) {
    this.driver = driver;
  }

  Finding cublas() {
    return look(
        CudaLibrary.CUBLAS,
        library -> {
          Optional<Integer> major = library.query("cublasGetProperty", 0);
          String version =
              "%s.%s.%s"
                  .formatted(
                      major.map(String::valueOf).orElse("?"),
                      number(library.query("cublasGetProperty", 1)),
                      number(library.query("cublasGetProperty", 2)));
          return verdict(
              CudaLibrary.CUBLAS, version + origin(library, "cublasCreate_v2"), major.orElse(CUDA));
        });
  }

  Finding cudnn() {
    return look(
        CudaLibrary.CUDNN,
        library -> {
          int number = library.has("cudnnGetVersion") ? library.call("cudnnGetVersion") : 0;
          String version =
              "%d.%d.%d"
                  .formatted(
                      number / CUDNN_MAJOR,
                      number % CUDNN_MAJOR / CUDNN_MINOR,
                      number % CUDNN_MINOR);
          if (number / CUDNN_MAJOR != CUDNN) {
            return missing(
                CudaLibrary.CUDNN,
                "cuDNN is of the wrong version: needed 9, the library says " + number);
          }
          int cuda =
              library.has("cudnnGetCudartVersion")
                  ? library.call("cudnnGetCudartVersion") / 1000
                  : 0;
          String found =
              version + (cuda == 0 ? "" : " for CUDA " + cuda) + origin(library, "cudnnGetVersion");
          return verdict(CudaLibrary.CUDNN, found, cuda);
        });
  }

  Finding nvrtc() {
    return look(
        CudaLibrary.NVRTC,
        library -> {
          Optional<CudaVersion> version = Nvrtc.version(library);
          String found =
              version.map(CudaVersion::toString).orElse("of unknown version")
                  + origin(library, "nvrtcVersion");
          Finding finding =
              verdict(CudaLibrary.NVRTC, found, version.map(CudaVersion::major).orElse(CUDA));
          return finding.verdict() == Verdict.GOOD
              ? Nvrtc.judge(finding, Nvrtc.architectures(library), driver.cards())
              : finding;
        });
  }

  private interface Question {
    Finding ask(DynamicLibrary library);
  }

  private static Finding look(CudaLibrary wanted, Question question) {
    return switch (wanted.open()) {
      case LibraryLookup.Found found -> question.ask(found.library());
      case LibraryLookup.Refused refused ->
          missing(
              wanted,
              refused.isMissing()
                  ? refused.file() + " is missing"
                  : "%s does not load: %s".formatted(refused.file(), refused.reason()));
    };
  }

  /// Good, unless the library is of another generation of CUDA than the driver can run.
  private Finding verdict(CudaLibrary library, String found, int cuda) {
    int newest = driver.version().major();
    if (newest != 0 && cuda > newest) {
      return new Finding(
          library.title(),
          Verdict.MISSING,
          "%s needs a driver for CUDA %d, found one for CUDA %s: %s"
              .formatted(library.title(), cuda, driver.version(), found),
          "install a newer NVIDIA driver, or the %s of CUDA %d".formatted(library.title(), newest));
    }
    return new Finding(library.title(), Verdict.GOOD, found, "");
  }

  private static Finding missing(CudaLibrary library, String reason) {
    return new Finding(library.title(), Verdict.MISSING, reason, library.remedy());
  }

  private static String origin(DynamicLibrary library, String function) {
    return library.file(function).map(file -> " (" + file + ")").orElse("");
  }

  private static String number(Optional<Integer> number) {
    return number.map(String::valueOf).orElse("?");
  }
}
