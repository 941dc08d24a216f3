// libcublas.so.12: handles and general matrix products. Matrices are column-major, as in the library itself.
#include "elements.h"
#include "emulator.h"
#include <cstring>
#include <set>
#include <string>

using namespace emulator;
namespace {
enum { DONE = 0, BLAS_NOT_INITIALIZED = 1, BLAS_INVALID_VALUE = 7, BLAS_EXECUTION_FAILED = 13, BLAS_NOT_SUPPORTED = 15 };
enum { R_32F = 0, R_64F = 1, R_16F = 2, R_16BF = 14 }; // cudaDataType
enum { COMPUTE_32F = 68, COMPUTE_32F_PEDANTIC = 69, COMPUTE_64F = 70, COMPUTE_64F_PEDANTIC = 71, FAST_16F = 74, FAST_16BF = 75, FAST_TF32 = 77 };
enum { MATH_TF32 = 3 };

struct Handle {
  Stream *stream = nullptr;
  void *workspace = nullptr;
  size_t workspace_bytes = 0;
  int math = 0, pointer_mode = 0;
};
std::set<Handle *> &handles() {
  static auto *all = new std::set<Handle *>;
  return *all;
}
bool is_handle(Handle *handle) { return handles().count(handle); }

Element element(int type) {
  return type == R_64F ? Element::FLOAT64 : type == R_32F ? Element::FLOAT32 : type == R_16F ? Element::FLOAT16 : Element::BFLOAT16;
}

struct Matrix {
  char *address;
  int type;
  int64_t rows, columns, pitch, stride;
  bool transposed;

  int64_t at(int64_t row, int64_t column) const { return transposed ? row * pitch + column : column * pitch + row; }
  int64_t stored_rows() const { return transposed ? columns : rows; }
  int64_t stored_columns() const { return transposed ? rows : columns; }
  bool has_space() const { return pitch >= (stored_rows() > 1 ? stored_rows() : 1); }
  size_t bytes() const {
    return stored_rows() && stored_columns() ? size_t((stored_columns() - 1) * pitch + stored_rows()) * size_of(element(type)) : 0;
  }
  void *batch(int64_t i) const { return address + i * stride * int64_t(size_of(element(type))); }
};
struct Gemm {
  Matrix a, b, c;
  double alpha, beta;
  int64_t batches;
  bool doubles, tf32;
};

template <class Sum> Sum multiply(const Gemm &g, const void *a, const void *b, int64_t row, int64_t column) {
  Sum sum = 0;
  for (int64_t k = 0; k < g.a.columns; k++) {
    double left = load(a, element(g.a.type), g.a.at(row, k)), right = load(b, element(g.b.type), g.b.at(k, column));
    if (g.tf32) sum += Sum(to_tf32(float(left))) * Sum(to_tf32(float(right)));
    else sum += Sum(left) * Sum(right);
  }
  return sum;
}
int compute(const Gemm &g) {
  for (int64_t i = 0; i < g.batches; i++) {
    void *a = g.a.batch(i), *b = g.b.batch(i), *c = g.c.batch(i);
    if (g.alpha != 0 && g.a.columns && (!owns(a, g.a.bytes()) || !owns(b, g.b.bytes())))
      return lose(ILLEGAL_ADDRESS, "a matrix product reads outside of device memory");
    if (!owns(c, g.c.bytes())) return lose(ILLEGAL_ADDRESS, "a matrix product writes outside of device memory");
    for (int64_t column = 0; column < g.c.columns; column++)
      for (int64_t row = 0; row < g.c.rows; row++) {
        int64_t at = g.c.at(row, column);
        double old = g.beta == 0 ? 0 : load(c, element(g.c.type), at); // not read at all when beta is 0
        double value = g.doubles ? g.alpha * multiply<double>(g, a, b, row, column) + g.beta * old
                                 : float(g.alpha) * multiply<float>(g, a, b, row, column) + float(g.beta) * float(old);
        store(c, element(g.c.type), at, value);
      }
  }
  return SUCCESS;
}

// The combinations that the documentation of cublasGemmEx lists, as far as they are floating-point.
bool is_supported(int compute, int a, int b, int c) {
  switch (compute) {
    case COMPUTE_32F: case COMPUTE_32F_PEDANTIC:
      return a == b && ((a == R_32F && c == R_32F) || (a == R_16F && (c == R_16F || c == R_32F)) ||
          (a == R_16BF && (c == R_16BF || c == R_32F)));
    case COMPUTE_64F: case COMPUTE_64F_PEDANTIC: return a == R_64F && b == R_64F && c == R_64F;
    case FAST_16F: case FAST_16BF: case FAST_TF32: return a == R_32F && b == R_32F && c == R_32F;
    default: return false;
  }
}
int run(
    Handle *handle, int trans_a, int trans_b, int m, int n, int k, const void *alpha, const void *a, int type_a, int lda,
    int64_t stride_a, const void *b, int type_b, int ldb, int64_t stride_b, const void *beta, void *c, int type_c, int ldc,
    int64_t stride_c, int batches, int compute_type) {
  if (!is_handle(handle)) return BLAS_NOT_INITIALIZED;
  if (m < 0 || n < 0 || k < 0 || batches < 0 || trans_a < 0 || trans_a > 1 || trans_b < 0 || trans_b > 1 || !alpha || !beta)
    return BLAS_INVALID_VALUE;
  if (!is_supported(compute_type, type_a, type_b, type_c)) return BLAS_NOT_SUPPORTED;
  bool doubles = compute_type == COMPUTE_64F || compute_type == COMPUTE_64F_PEDANTIC;
  Gemm g{
      {static_cast<char *>(const_cast<void *>(a)), type_a, m, k, lda, stride_a, trans_a == 1},
      {static_cast<char *>(const_cast<void *>(b)), type_b, k, n, ldb, stride_b, trans_b == 1},
      {static_cast<char *>(c), type_c, m, n, ldc, stride_c, false},
      doubles ? *static_cast<const double *>(alpha) : *static_cast<const float *>(alpha),
      doubles ? *static_cast<const double *>(beta) : *static_cast<const float *>(beta),
      batches,
      doubles,
      type_a == R_32F && (compute_type == FAST_TF32 || (compute_type == COMPUTE_32F && handle->math == MATH_TF32))};
  if (!g.a.has_space() || !g.b.has_space() || !g.c.has_space()) return BLAS_INVALID_VALUE;
  if (batches > 1 && stride_c < int64_t(ldc) * (n - 1) + m) return BLAS_INVALID_VALUE; // results would overlap
  for (const Matrix *each : {&g.a, &g.b, &g.c})
    if (uintptr_t(each->address) % size_of(element(each->type))) return BLAS_EXECUTION_FAILED;
  if (!m || !n || !batches) return DONE;
  size_t bytes = handle->workspace_bytes;
  void *workspace = handle->workspace;
  int status = enqueue(handle->stream, [=] {
    if (bytes && !owns(workspace, bytes)) return lose(ILLEGAL_ADDRESS, "the workspace of cuBLAS is not device memory");
    if (bytes) memset(workspace, 0xAB, bytes);
    return compute(g);
  });
  return status ? BLAS_EXECUTION_FAILED : DONE;
}
}

extern "C" {
int cublasCreate_v2(Handle **handle) {
  EMULATOR_CALL("cublasCreate");
  if (!is_initialized()) return BLAS_NOT_INITIALIZED;
  if (breaks_capture("cublasCreate")) return BLAS_EXECUTION_FAILED;
  handles().insert(*handle = new Handle);
  return DONE;
}
int cublasDestroy_v2(Handle *handle) {
  EMULATOR_CALL("cublasDestroy");
  if (!handles().erase(handle)) return BLAS_NOT_INITIALIZED;
  delete handle;
  return DONE;
}
int cublasGetVersion_v2(Handle *, int *version) {
  *version = 120604;
  return DONE;
}
// 0 asks for the major part of the version, 1 for the minor one, 2 for the patch level.
int cublasGetProperty(int property, int *value) {
  const int version[] = {12, 6, 4};
  if (property < 0 || property > 2) return BLAS_INVALID_VALUE;
  *value = version[property];
  return DONE;
}
int cublasSetStream_v2(Handle *handle, Stream *stream) {
  EMULATOR_CALL("cublasSetStream");
  if (!is_handle(handle)) return BLAS_NOT_INITIALIZED;
  handle->stream = stream;
  handle->workspace = nullptr; // as documented: the workspace is the default one again
  handle->workspace_bytes = 0;
  return DONE;
}
int cublasGetStream_v2(Handle *handle, Stream **stream) {
  if (!is_handle(handle)) return BLAS_NOT_INITIALIZED;
  *stream = handle->stream;
  return DONE;
}
int cublasSetWorkspace_v2(Handle *handle, void *workspace, size_t bytes) {
  EMULATOR_CALL("cublasSetWorkspace", bytes);
  if (!is_handle(handle)) return BLAS_NOT_INITIALIZED;
  if (uintptr_t(workspace) % 256) return BLAS_INVALID_VALUE;
  handle->workspace = workspace;
  handle->workspace_bytes = bytes;
  return DONE;
}
int cublasSetMathMode(Handle *handle, int mode) {
  EMULATOR_CALL("cublasSetMathMode", mode);
  if (!is_handle(handle)) return BLAS_NOT_INITIALIZED;
  handle->math = mode;
  return DONE;
}
int cublasGetMathMode(Handle *handle, int *mode) {
  if (!is_handle(handle)) return BLAS_NOT_INITIALIZED;
  *mode = handle->math;
  return DONE;
}
int cublasSetPointerMode_v2(Handle *handle, int mode) {
  EMULATOR_CALL("cublasSetPointerMode", mode);
  if (!is_handle(handle)) return BLAS_NOT_INITIALIZED;
  if (mode != 0) return BLAS_NOT_SUPPORTED; // alpha and beta on the device
  handle->pointer_mode = mode;
  return DONE;
}
int cublasGemmEx(
    Handle *handle, int trans_a, int trans_b, int m, int n, int k, const void *alpha, const void *a, int type_a, int lda,
    const void *b, int type_b, int ldb, const void *beta, void *c, int type_c, int ldc, int compute_type, int) {
  EMULATOR_CALL("cublasGemmEx", trans_a, trans_b, m, n, k, "type", type_a, type_c, "compute", compute_type);
  return run(
      handle, trans_a, trans_b, m, n, k, alpha, a, type_a, lda, 0, b, type_b, ldb, 0, beta, c, type_c, ldc, 0, 1, compute_type);
}
int cublasGemmStridedBatchedEx(
    Handle *handle, int trans_a, int trans_b, int m, int n, int k, const void *alpha, const void *a, int type_a, int lda,
    long long stride_a, const void *b, int type_b, int ldb, long long stride_b, const void *beta, void *c, int type_c, int ldc,
    long long stride_c, int batches, int compute_type, int) {
  EMULATOR_CALL("cublasGemmStridedBatchedEx", trans_a, trans_b, m, n, k, "batches", batches, "compute", compute_type);
  return run(
      handle, trans_a, trans_b, m, n, k, alpha, a, type_a, lda, stride_a, b, type_b, ldb, stride_b, beta, c, type_c, ldc,
      stride_c, batches, compute_type);
}
int cublasSgemm_v2(
    Handle *handle, int trans_a, int trans_b, int m, int n, int k, const float *alpha, const float *a, int lda, const float *b,
    int ldb, const float *beta, float *c, int ldc) {
  EMULATOR_CALL("cublasSgemm", trans_a, trans_b, m, n, k);
  return run(
      handle, trans_a, trans_b, m, n, k, alpha, a, R_32F, lda, 0, b, R_32F, ldb, 0, beta, c, R_32F, ldc, 0, 1, COMPUTE_32F);
}
int cublasDgemm_v2(
    Handle *handle, int trans_a, int trans_b, int m, int n, int k, const double *alpha, const double *a, int lda,
    const double *b, int ldb, const double *beta, double *c, int ldc) {
  EMULATOR_CALL("cublasDgemm", trans_a, trans_b, m, n, k);
  return run(
      handle, trans_a, trans_b, m, n, k, alpha, a, R_64F, lda, 0, b, R_64F, ldb, 0, beta, c, R_64F, ldc, 0, 1, COMPUTE_64F);
}
const char *cublasGetStatusName(int status) {
  switch (status) {
    case 0: return "CUBLAS_STATUS_SUCCESS";
    case 1: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case 7: return "CUBLAS_STATUS_INVALID_VALUE";
    case 13: return "CUBLAS_STATUS_EXECUTION_FAILED";
    default: return "CUBLAS_STATUS_NOT_SUPPORTED";
  }
}
const char *cublasGetStatusString(int status) { return cublasGetStatusName(status); }
}
