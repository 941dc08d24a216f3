package io.scopegraph.cuda.dnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.cuda.driver.CudaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnnStatusTest {
  @ParameterizedTest
  @CsvSource({
    "1001, NOT_INITIALIZED",
    "1008, SUBLIBRARY_LOADING_FAILED",
    "2000, BAD_PARAM",
    "2003, BAD_PARAM_MISALIGNED_POINTER",
    "2999, BAD_PARAM",
    "3000, NOT_SUPPORTED",
    "3011, NOT_SUPPORTED_PADDING",
    "4004, INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
    "5001, EXECUTION_FAILED_CUDA_DRIVER"
  })
  void namesStatusesAsVersion9Does(int status, String name) {
    assertThat(DnnStatus.name(status)).isEqualTo("CUDNN_STATUS_" + name);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 1099, 9000, -1})
  void saysSoOfStatusesThatItDoesNotKnow(int status) {
    assertThat(DnnStatus.name(status)).isEqualTo("an unknown status of cuDNN");
  }

  @Test
  void successIsNoFailure() {
    assertThatCode(() -> DnnStatus.check("cudnnCreate", 0)).doesNotThrowAnyException();
  }

  @Test
  void failuresNameTheCall() {
    assertThatThrownBy(() -> DnnStatus.check("cudnnPoolingForward", 5000))
        .isInstanceOf(CudaException.class)
        .hasMessageStartingWith("cudnnPoolingForward returned CUDNN_STATUS_EXECUTION_FAILED")
        .hasMessageEndingWith("(5000)");
  }

  @ParameterizedTest
  @CsvSource({
    "cudnnConvolutionForward, 2006, true",
    "cudnnConvolutionForward, 3000, true",
    "cudnnConvolutionForward, 4000, false",
    "cudnnConvolutionForward, 5000, false",
    "cuLaunchKernel, 3000, false"
  })
  void onlyRefusalsOfCudnnLetAnotherWayBeTried(String call, int status, boolean refusal) {
    assertThat(DnnStatus.isRefusal(new CudaException(call, status, "", false))).isEqualTo(refusal);
  }
}
