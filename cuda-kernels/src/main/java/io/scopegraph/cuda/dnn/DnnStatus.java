package io.scopegraph.cuda.dnn;

import io.scopegraph.cuda.driver.CudaException;

/// Turns statuses of cuDNN 9 into exceptions. The bindings' own names are those of cuDNN 8.
final class DnnStatus {
  private static final int BAD_PARAMETER = 2;
  private static final int NOT_SUPPORTED = 3;

  private DnnStatus() {}

  /// Checks what a function returned.
  ///
  /// @throws CudaException if it failed, with the library's own words where it has some
  static void check(String call, int status) {
    if (status == 0) {
      return;
    }
    String words = LastError.text();
    String name = name(status);
    throw new CudaException(call, status, words.isEmpty() ? name : name + ", " + words, false);
  }

  /// Whether a failure says that cuDNN does not take what it was asked for, so that another way can
  /// be tried.
  static boolean isRefusal(CudaException failure) {
    int kind = failure.status() / 1000;
    return failure.call().startsWith("cudnn") && (kind == BAD_PARAMETER || kind == NOT_SUPPORTED);
  }

  /// A status in cuDNN's words.
  static String name(int status) {
    String name =
        switch (status / 1000) {
          case 0 -> status == 0 ? "SUCCESS" : "";
          case 1 -> initialization(status);
          case BAD_PARAMETER -> parameter(status);
          case NOT_SUPPORTED -> support(status);
          case 4 -> internal(status);
          case 5 -> execution(status);
          default -> "";
        };
    return name.isEmpty() ? "an unknown status of cuDNN" : "CUDNN_STATUS_" + name;
  }

  private static String initialization(int status) {
    return switch (status) {
      case 1001 -> "NOT_INITIALIZED";
      case 1002 -> "SUBLIBRARY_VERSION_MISMATCH";
      case 1003 -> "SERIALIZATION_VERSION_MISMATCH";
      case 1004 -> "DEPRECATED";
      case 1005 -> "LICENSE_ERROR";
      case 1006 -> "RUNTIME_IN_PROGRESS";
      case 1007 -> "RUNTIME_FP_OVERFLOW";
      case 1008 -> "SUBLIBRARY_LOADING_FAILED";
      default -> "";
    };
  }

  private static String parameter(int status) {
    return switch (status) {
      case 2001 -> "INVALID_VALUE";
      case 2002 -> "BAD_PARAM_NULL_POINTER";
      case 2003 -> "BAD_PARAM_MISALIGNED_POINTER";
      case 2004 -> "BAD_PARAM_NOT_FINALIZED";
      case 2005 -> "BAD_PARAM_OUT_OF_BOUND";
      case 2006 -> "BAD_PARAM_SIZE_INSUFFICIENT";
      case 2007 -> "BAD_PARAM_STREAM_MISMATCH";
      case 2008 -> "BAD_PARAM_SHAPE_MISMATCH";
      case 2009 -> "BAD_PARAM_DUPLICATED_ENTRIES";
      case 2010 -> "BAD_PARAM_ATTRIBUTE_TYPE";
      case 2011 -> "BAD_PARAM_CUDA_GRAPH_MISMATCH";
      case 2012 -> "BAD_PARAM_DESCRIPTOR_TYPE";
      default -> "BAD_PARAM";
    };
  }

  private static String support(int status) {
    return switch (status) {
      case 3001 -> "NOT_SUPPORTED_GRAPH_PATTERN";
      case 3002 -> "NOT_SUPPORTED_SHAPE";
      case 3003 -> "NOT_SUPPORTED_DATA_TYPE";
      case 3004 -> "NOT_SUPPORTED_LAYOUT";
      case 3005 -> "NOT_SUPPORTED_INCOMPATIBLE_CUDA_DRIVER";
      case 3006 -> "NOT_SUPPORTED_INCOMPATIBLE_CUDART";
      case 3007 -> "NOT_SUPPORTED_ARCH_MISMATCH";
      case 3008 -> "NOT_SUPPORTED_RUNTIME_PREREQUISITE_MISSING";
      case 3009 -> "NOT_SUPPORTED_SUBLIBRARY_UNAVAILABLE";
      case 3010 -> "NOT_SUPPORTED_SHARED_MEMORY_INSUFFICIENT";
      case 3011 -> "NOT_SUPPORTED_PADDING";
      case 3012 -> "NOT_SUPPORTED_BAD_LAUNCH_PARAM";
      case 3013 -> "NOT_SUPPORTED_CUDA_GRAPH_NATIVE_API";
      case 3014 -> "NOT_SUPPORTED_INVALID_DYNAMIC_SHAPE";
      default -> "NOT_SUPPORTED";
    };
  }

  private static String internal(int status) {
    return switch (status) {
      case 4001 -> "INTERNAL_ERROR_COMPILATION_FAILED";
      case 4002 -> "INTERNAL_ERROR_UNEXPECTED_VALUE";
      case 4003 -> "INTERNAL_ERROR_HOST_ALLOCATION_FAILED";
      case 4004 -> "INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED";
      case 4005 -> "INTERNAL_ERROR_BAD_LAUNCH_PARAM";
      case 4006 -> "INTERNAL_ERROR_TEXTURE_CREATION_FAILED";
      default -> "INTERNAL_ERROR";
    };
  }

  private static String execution(int status) {
    return switch (status) {
      case 5001 -> "EXECUTION_FAILED_CUDA_DRIVER";
      case 5002 -> "EXECUTION_FAILED_CUBLAS";
      case 5003 -> "EXECUTION_FAILED_CUDART";
      case 5004 -> "EXECUTION_FAILED_CURAND";
      default -> "EXECUTION_FAILED";
    };
  }
}
