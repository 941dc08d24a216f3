package io.scopegraph.cuda.driver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;

/// Compiles CUDA C++ for one architecture.
public final class Compiler {
  private final Architecture architecture;
  private final String[] options;

  public Compiler(Architecture architecture) {
    this.architecture = architecture;
    this.options = new String[] {"--gpu-architecture=" + architecture.target(), "--std=c++17"};
  }

  public Architecture architecture() {
    return architecture;
  }

  /// What the result depends on beside the source.
  List<String> options() {
    return List.of(options);
  }

  /// Compiles a source.
  ///
  /// @param name for messages
  /// @return an image that the driver loads
  /// @throws CudaException if it does not compile; the message holds the compiler's log
  public byte[] compile(String name, String source) {
    nvrtcProgram program = new nvrtcProgram();
    Check.nvrtc(
        "nvrtcCreateProgram",
        JNvrtc.nvrtcCreateProgram(program, source, name + ".cu", 0, null, null));
    try {
      int status = JNvrtc.nvrtcCompileProgram(program, options.length, options);
      if (status != 0) {
        throw new CudaException(
            "nvrtcCompileProgram",
            status,
            "an error in %s.cu for %s: %s".formatted(name, architecture.target(), log(program)),
            false);
      }
      return architecture.isIntermediate() ? intermediate(program) : image(program);
    } finally {
      JNvrtc.nvrtcDestroyProgram(program);
    }
  }

  private static String log(nvrtcProgram program) {
    String[] log = {""};
    return JNvrtc.nvrtcGetProgramLog(program, log) == 0 ? log[0].strip() : "";
  }

  private static byte[] image(nvrtcProgram program) {
    long[] size = new long[1];
    Check.nvrtc("nvrtcGetCUBINSize", JNvrtc.nvrtcGetCUBINSize(program, size));
    byte[] image = new byte[Math.toIntExact(size[0])];
    Check.nvrtc("nvrtcGetCUBIN", JNvrtc.nvrtcGetCUBIN(program, image));
    return image;
  }

  private static byte[] intermediate(nvrtcProgram program) {
    String[] text = new String[1];
    Check.nvrtc("nvrtcGetPTX", JNvrtc.nvrtcGetPTX(program, text));
    return (text[0] + "\0").getBytes(StandardCharsets.US_ASCII);
  }
}
