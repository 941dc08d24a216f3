// libcudnn.so.9: convolutions and pooling by the calls of cuDNN 7 and 8 that version 9 still has. Statuses are those of
// version 9.
#include "cudnn.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>

using namespace emulator;
struct Handle { Stream *stream = nullptr; };
namespace {
std::string last_error;
}
int emulator::refuse(int status, const char *why) {
  last_error = why;
  return status;
}
namespace {
enum { NCHW = 0, NHWC = 1 };
enum { MATH_DEFAULT = 0, MATH_TENSOR = 1, MATH_CONVERSION = 2, MATH_FMA = 3 };
constexpr size_t ALIGNMENT = 16;

struct Tensor { int type = -1, n = 0, c = 0, h = 0, w = 0; int64_t sn = 0, sc = 0, sh = 0, sw = 0; };
struct Filter { int type = -1, format = 0, k = 0, c = 0, h = 0, w = 0; };
struct Conv { int top = 0, left = 0, sh = 0, sw = 0, dh = 0, dw = 0, mode = 0, type = -1, groups = 1, math = 0; };
struct Activation { int mode = -1, nan = 0; double coefficient = 0; };
struct Window { int mode = -1, nan = 0, h = 0, w = 0, top = 0, left = 0, sh = 0, sw = 0; };
struct Perf { int algo, status; float time; size_t memory; int determinism, math, reserved[3]; };

template <class T> std::set<T *> &all() {
  static auto *objects = new std::set<T *>;
  return *objects;
}
template <class T> int make(T **object) {
  all<T>().insert(*object = new T);
  return DONE;
}
template <class T> int destroy(T *object) {
  if (!all<T>().erase(object)) return BAD_PARAM;
  delete object;
  return DONE;
}
template <class T> bool is(T *object) { return all<T>().count(object); }

size_t bytes(const Tensor &t) {
  if (!t.n || !t.c || !t.h || !t.w) return 0;
  return size_t((t.n - 1) * t.sn + (t.c - 1) * t.sc + (t.h - 1) * t.sh + (t.w - 1) * t.sw + 1) * size_of(element(t.type));
}
size_t bytes(const Filter &f) { return size_t(f.k) * f.c * f.h * f.w * size_of(element(f.type)); }
bool is_nhwc(const Tensor &t) { return t.sc == 1 && t.sw >= t.c; }
// Tensors of one cell or one channel are of either layout.
bool differ(const Tensor &x, const Tensor &y) {
  for (auto *t : {&x, &y})
    if (t->c == 1 || t->h * t->w == 1) return false;
  return is_nhwc(x) != is_nhwc(y);
}
bool is_packed(const Tensor &t) {
  bool nchw = t.sw == 1 && t.sh == t.w && t.sc == int64_t(t.h) * t.w && t.sn == int64_t(t.c) * t.h * t.w;
  bool nhwc = t.sc == 1 && t.sw == t.c && t.sh == int64_t(t.w) * t.c && t.sn == int64_t(t.h) * t.w * t.c;
  return nchw || nhwc;
}
int64_t at(const Filter &f, int k, int c, int h, int w) {
  return f.format == NHWC ? ((int64_t(k) * f.h + h) * f.w + w) * f.c + c : ((int64_t(k) * f.c + c) * f.h + h) * f.w + w;
}
int64_t at(const Tensor &t, int n, int c, int h, int w) { return n * t.sn + c * t.sc + h * t.sh + w * t.sw; }

int extent(int in, int pad, int kernel, int dilation, int stride) {
  int room = in + 2 * pad - ((kernel - 1) * dilation + 1);
  return room < 0 ? 0 : room / stride + 1;
}

// What holds for any algorithm.
int check(const Tensor &x, const Filter &w, const Conv &conv, const Tensor &y) {
  if (x.type != w.type || x.type != y.type) return refuse(BAD_PARAM, "the operands have several types");
  if (conv.type != (x.type == 1 ? 1 : 0)) return refuse(NOT_SUPPORTED_DATA_TYPE, "sums of this type are not taken");
  if (x.c != w.c * conv.groups || w.k % conv.groups) return refuse(BAD_PARAM, "channels, filter and groups do not fit");
  if (y.n != x.n || y.c != w.k || y.h != extent(x.h, conv.top, w.h, conv.dh, conv.sh) ||
      y.w != extent(x.w, conv.left, w.w, conv.dw, conv.sw))
    return refuse(SHAPE_MISMATCH, "the result has not the shape of the convolution");
  if (w.format == NHWC && (x.sc != 1 || y.sc != 1)) return refuse(NOT_SUPPORTED_LAYOUT, "a filter NHWC with other images");
  if (w.format == NCHW && differ(x, y)) return refuse(NOT_SUPPORTED_LAYOUT, "images of two layouts");
  return DONE;
}
size_t rounded(size_t n) { return (n + 255) / 256 * 256; }

// The bytes that an algorithm of a convolution needs, or why it is not taken.
int workspace_forward(const Tensor &x, const Filter &w, const Conv &conv, const Tensor &y, int algorithm, size_t *size) {
  if (int status = check(x, w, conv, y)) return status;
  bool packed = is_packed(x) && is_packed(y), plain = conv.dh == 1 && conv.dw == 1, single = conv.groups == 1;
  *size = 0;
  switch (algorithm) {
    case 0: return DONE;                                     // implicit gemm
    case 1: *size = rounded(size_t(y.h) * y.w * 8); return DONE; // with precomputed offsets
    case 2:                                                  // gemm
      if (w.format == NHWC || !packed || !single || !plain) return refuse(DNN_NOT_SUPPORTED, "gemm takes packed NCHW only");
      *size = rounded(size_t(w.c) * w.h * w.w * y.h * y.w * size_of(element(x.type)));
      return DONE;
    case 6: case 7:                                          // Winograd
      if (w.format == NHWC || !packed || !single || !plain || w.h != 3 || w.w != 3 || conv.sh != 1 || conv.sw != 1 || x.type == 1)
        return refuse(NOT_SUPPORTED_SHAPE, "Winograd takes windows of 3x3 without strides only");
      *size = algorithm == 6 ? 0 : rounded(size_t(16) * (w.k * w.c + x.n * (x.c + y.c) * ((y.h + 1) / 2) * ((y.w + 1) / 2)) * 4);
      return DONE;
    default: return refuse(DNN_NOT_SUPPORTED, "no such algorithm here");
  }
}
int workspace_backward(const Tensor &x, const Filter &w, const Conv &conv, const Tensor &y, int algorithm, size_t *size) {
  if (int status = check(x, w, conv, y)) return status;
  *size = 0;
  if (algorithm == 0) return DONE;
  if (algorithm != 1) return refuse(DNN_NOT_SUPPORTED, "no such algorithm here");
  if (!is_packed(x) || !is_packed(y)) return refuse(NOT_SUPPORTED_LAYOUT, "backward algorithm 1 takes packed operands only");
  *size = rounded(size_t(x.h) * x.w * 8);
  return DONE;
}

struct Run {
  Tensor x, y;
  Filter w;
  Conv conv;
  const void *from, *filter, *bias, *added;
  Tensor z;
  void *to;
  double alpha, beta;
  bool relu, tf32;
  void *workspace;
  size_t workspace_bytes;
};
template <class Sum> Sum product(const Run &r, double a, double b) {
  return r.tf32 ? Sum(to_tf32(float(a))) * Sum(to_tf32(float(b))) : Sum(a) * Sum(b);
}
int reachable(const Run &r) {
  bool ok = owns(r.from, bytes(r.x)) && owns(r.filter, bytes(r.w)) && owns(r.to, bytes(r.y)) &&
      (!r.bias || owns(r.bias, size_t(r.y.c) * size_of(element(r.y.type)))) && (!r.added || owns(r.added, bytes(r.z))) &&
      (!r.workspace_bytes || owns(r.workspace, r.workspace_bytes));
  if (!ok) return lose(ILLEGAL_ADDRESS, "a convolution reaches outside of device memory");
  if (r.workspace_bytes) memset(r.workspace, 0xAB, r.workspace_bytes);
  return DONE;
}
template <class Sum> void convolve(const Run &r) {
  const Tensor &x = r.x, &y = r.y;
  Element type = element(x.type);
  int outs = y.c / r.conv.groups;
  for (int n = 0; n < y.n; n++)
    for (int k = 0; k < y.c; k++)
      for (int i = 0; i < y.h; i++)
        for (int j = 0; j < y.w; j++) {
          Sum sum = 0;
          for (int p = 0; p < r.w.h; p++)
            for (int q = 0; q < r.w.w; q++) {
              int row = i * r.conv.sh - r.conv.top + p * r.conv.dh, column = j * r.conv.sw - r.conv.left + q * r.conv.dw;
              if (row < 0 || row >= x.h || column < 0 || column >= x.w) continue;
              for (int c = 0; c < r.w.c; c++)
                sum += product<Sum>(
                    r, load(r.from, type, at(x, n, k / outs * r.w.c + c, row, column)), load(r.filter, type, at(r.w, k, c, p, q)));
            }
          int64_t place = at(y, n, k, i, j);
          Sum value = Sum(r.alpha) * sum;
          if (r.added) value += Sum(r.beta) * Sum(load(r.added, type, at(r.z, n, k, i, j)));
          else if (r.beta != 0) value += Sum(r.beta) * Sum(load(r.to, type, place));
          if (r.bias) value += Sum(load(r.bias, type, k));
          if (r.relu && !(value > 0)) value = 0;
          store(r.to, type, place, value);
        }
}
// The gradient of the images: `from` is that of the results, in the place of y; `to` is in the place of x.
template <class Sum> void convolve_back(const Run &r) {
  const Tensor &x = r.x, &y = r.y;
  Element type = element(x.type);
  int outs = y.c / r.conv.groups;
  for (int n = 0; n < x.n; n++)
    for (int c = 0; c < x.c; c++)
      for (int i = 0; i < x.h; i++)
        for (int j = 0; j < x.w; j++) {
          Sum sum = 0;
          for (int p = 0; p < r.w.h; p++)
            for (int q = 0; q < r.w.w; q++) {
              int down = i + r.conv.top - p * r.conv.dh, right = j + r.conv.left - q * r.conv.dw;
              if (down < 0 || right < 0 || down % r.conv.sh || right % r.conv.sw) continue;
              int row = down / r.conv.sh, column = right / r.conv.sw;
              if (row >= y.h || column >= y.w) continue;
              int group = c / r.w.c;
              for (int k = group * outs; k < (group + 1) * outs; k++)
                sum += product<Sum>(
                    r, load(r.from, type, at(y, n, k, row, column)), load(r.filter, type, at(r.w, k, c % r.w.c, p, q)));
            }
          int64_t place = at(x, n, c, i, j);
          Sum value = Sum(r.alpha) * sum;
          if (r.beta != 0) value += Sum(r.beta) * Sum(load(r.to, type, place));
          store(r.to, type, place, value);
        }
}
double scalar(const void *factor, int type) {
  return type == 1 ? *static_cast<const double *>(factor) : *static_cast<const float *>(factor);
}
bool is_aligned(const void *address, int type) { return uintptr_t(address) % std::min(ALIGNMENT, size_of(element(type))) == 0; }
bool rounds_to_tf32(const Tensor &x, const Conv &conv) { return x.type == 0 && conv.math != MATH_FMA; }

int pool(const Window &window, const Tensor &x, const void *from, double alpha, double beta, const Tensor &y, void *to) {
  if (!owns(from, bytes(x)) || !owns(to, bytes(y))) return lose(ILLEGAL_ADDRESS, "a pooling reaches outside of device memory");
  Element type = element(x.type);
  bool max = window.mode == 0 || window.mode == 3;
  for (int n = 0; n < y.n; n++)
    for (int c = 0; c < y.c; c++)
      for (int i = 0; i < y.h; i++)
        for (int j = 0; j < y.w; j++) {
          double most = -std::numeric_limits<double>::infinity();
          float sum = 0;
          double wide = 0;
          int taken = 0;
          for (int p = 0; p < window.h; p++)
            for (int q = 0; q < window.w; q++) {
              int row = i * window.sh - window.top + p, column = j * window.sw - window.left + q;
              if (row < 0 || row >= x.h || column < 0 || column >= x.w) continue;
              double value = load(from, type, at(x, n, c, row, column));
              if (std::isnan(value) ? window.nan == 1 : value > most) most = value;
              if (std::isnan(most)) most = value == value ? most : value;
              sum += float(value);
              wide += value;
              taken++;
            }
          int divisor = window.mode == 1 ? window.h * window.w : std::max(taken, 1);
          double result = max ? most : x.type == 1 ? wide / divisor : sum / float(divisor);
          int64_t place = at(y, n, c, i, j);
          store(to, type, place, alpha * result + (beta != 0 ? beta * load(to, type, place) : 0));
        }
  return DONE;
}

template <class Measure> int propose(const int *order, int count, int wanted, int *found, Perf *perf, int math, Measure measure) {
  *found = 0;
  for (int pass = 0; pass < 2; pass++) // those that work first
    for (int i = 0; i < count && *found < wanted; i++) {
      size_t size = 0;
      int status = measure(order[i], &size);
      if ((status != 0) != (pass == 1)) continue;
      perf[(*found)++] = {order[i], status, status ? -1.0f : float(1 + i), size, 1, math, {0, 0, 0}};
    }
  return DONE;
}
}

extern "C" {
size_t cudnnGetVersion() { return 90500; }
size_t cudnnGetCudartVersion() { return 12060; }
const char *cudnnGetErrorString(int status) { return status ? "CUDNN_STATUS_FAILURE" : "CUDNN_STATUS_SUCCESS"; }
void cudnnGetLastErrorString(char *text, size_t size) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  snprintf(text, size, "%s", last_error.c_str());
}
int cudnnCreate(Handle **handle) {
  EMULATOR_CALL("cudnnCreate");
  if (!is_initialized()) return DNN_NOT_INITIALIZED;
  if (breaks_capture("cudnnCreate")) return EXECUTION_FAILED;
  return make(handle);
}
int cudnnDestroy(Handle *handle) {
  EMULATOR_CALL("cudnnDestroy");
  return destroy(handle);
}
int cudnnSetStream(Handle *handle, Stream *stream) {
  EMULATOR_CALL("cudnnSetStream");
  if (!is(handle)) return DNN_NOT_INITIALIZED;
  handle->stream = stream;
  return DONE;
}
int cudnnGetStream(Handle *handle, Stream **stream) {
  if (!is(handle)) return DNN_NOT_INITIALIZED;
  *stream = handle->stream;
  return DONE;
}

int cudnnCreateTensorDescriptor(Tensor **t) { EMULATOR_CALL("cudnnCreateTensorDescriptor"); return make(t); }
int cudnnDestroyTensorDescriptor(Tensor *t) { EMULATOR_CALL("cudnnDestroyTensorDescriptor"); return destroy(t); }
int cudnnCreateFilterDescriptor(Filter **f) { EMULATOR_CALL("cudnnCreateFilterDescriptor"); return make(f); }
int cudnnDestroyFilterDescriptor(Filter *f) { EMULATOR_CALL("cudnnDestroyFilterDescriptor"); return destroy(f); }
int cudnnCreateConvolutionDescriptor(Conv **c) { EMULATOR_CALL("cudnnCreateConvolutionDescriptor"); return make(c); }
int cudnnDestroyConvolutionDescriptor(Conv *c) { EMULATOR_CALL("cudnnDestroyConvolutionDescriptor"); return destroy(c); }
int cudnnCreateActivationDescriptor(Activation **a) { EMULATOR_CALL("cudnnCreateActivationDescriptor"); return make(a); }
int cudnnDestroyActivationDescriptor(Activation *a) { EMULATOR_CALL("cudnnDestroyActivationDescriptor"); return destroy(a); }
int cudnnCreatePoolingDescriptor(Window **w) { EMULATOR_CALL("cudnnCreatePoolingDescriptor"); return make(w); }
int cudnnDestroyPoolingDescriptor(Window *w) { EMULATOR_CALL("cudnnDestroyPoolingDescriptor"); return destroy(w); }

int cudnnSetTensor4dDescriptorEx(Tensor *t, int type, int n, int c, int h, int w, int sn, int sc, int sh, int sw) {
  EMULATOR_CALL("cudnnSetTensor4dDescriptorEx", type, n, c, h, w, sn, sc, sh, sw);
  if (!is(t) || n <= 0 || c <= 0 || h <= 0 || w <= 0 || sn < 0 || sc < 0 || sh < 0 || sw < 0)
    return refuse(BAD_PARAM, "a tensor with an extent that is not positive");
  if (!is_type(type)) return refuse(NOT_SUPPORTED_DATA_TYPE, "a tensor of this type");
  *t = {type, n, c, h, w, sn, sc, sh, sw};
  return DONE;
}
int cudnnSetTensor4dDescriptor(Tensor *t, int format, int type, int n, int c, int h, int w) {
  return format == NHWC ? cudnnSetTensor4dDescriptorEx(t, type, n, c, h, w, h * w * c, 1, w * c, c)
                        : cudnnSetTensor4dDescriptorEx(t, type, n, c, h, w, c * h * w, h * w, w, 1);
}
int cudnnSetFilter4dDescriptor(Filter *f, int type, int format, int k, int c, int h, int w) {
  EMULATOR_CALL("cudnnSetFilter4dDescriptor", type, format, k, c, h, w);
  if (!is(f) || k <= 0 || c <= 0 || h <= 0 || w <= 0) return refuse(BAD_PARAM, "a filter with an extent that is not positive");
  if (!is_type(type) || format > NHWC) return refuse(NOT_SUPPORTED_DATA_TYPE, "a filter of this type or format");
  *f = {type, format, k, c, h, w};
  return DONE;
}
int cudnnSetConvolution2dDescriptor(Conv *c, int top, int left, int sh, int sw, int dh, int dw, int mode, int type) {
  EMULATOR_CALL("cudnnSetConvolution2dDescriptor", top, left, sh, sw, dh, dw, mode, type);
  if (!is(c) || top < 0 || left < 0 || sh <= 0 || sw <= 0 || dh <= 0 || dw <= 0)
    return refuse(BAD_PARAM, "a convolution with negative pads, or strides or dilations that are not positive");
  if (mode != 1) return refuse(DNN_NOT_SUPPORTED, "only cross-correlations are emulated");
  *c = {top, left, sh, sw, dh, dw, mode, type, 1, MATH_DEFAULT};
  return DONE;
}
int cudnnSetConvolutionGroupCount(Conv *c, int groups) {
  EMULATOR_CALL("cudnnSetConvolutionGroupCount", groups);
  if (!is(c) || groups <= 0) return BAD_PARAM;
  c->groups = groups;
  return DONE;
}
int cudnnSetConvolutionMathType(Conv *c, int math) {
  EMULATOR_CALL("cudnnSetConvolutionMathType", math);
  if (!is(c) || math < 0 || math > MATH_FMA) return BAD_PARAM;
  c->math = math;
  return DONE;
}
int cudnnSetActivationDescriptor(Activation *a, int mode, int nan, double coefficient) {
  EMULATOR_CALL("cudnnSetActivationDescriptor", mode, nan);
  if (!is(a)) return BAD_PARAM;
  *a = {mode, nan, coefficient};
  return DONE;
}
int cudnnSetPooling2dDescriptor(Window *window, int mode, int nan, int h, int w, int top, int left, int sh, int sw) {
  EMULATOR_CALL("cudnnSetPooling2dDescriptor", mode, nan, h, w, top, left, sh, sw);
  if (!is(window) || mode < 0 || mode > 3 || h <= 0 || w <= 0 || top < 0 || left < 0 || sh <= 0 || sw <= 0)
    return refuse(BAD_PARAM, "a window that is empty, or has negative pads");
  if (top >= h || left >= w) return refuse(BAD_PARAM, "pads as large as the window");
  *window = {mode, nan, h, w, top, left, sh, sw};
  return DONE;
}

int cudnnGetConvolutionForwardAlgorithmMaxCount(Handle *, int *count) { *count = 8; return DONE; }
int cudnnGetConvolutionForwardWorkspaceSize(Handle *handle, Tensor *x, Filter *w, Conv *conv, Tensor *y, int algorithm, size_t *size) {
  EMULATOR_CALL("cudnnGetConvolutionForwardWorkspaceSize", algorithm);
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y)) return BAD_PARAM;
  return workspace_forward(*x, *w, *conv, *y, algorithm, size);
}
int cudnnGetConvolutionForwardAlgorithm_v7(
    Handle *handle, Tensor *x, Filter *w, Conv *conv, Tensor *y, int wanted, int *found, Perf *perf) {
  EMULATOR_CALL("cudnnGetConvolutionForwardAlgorithm_v7");
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y) || wanted < 1) return BAD_PARAM;
  if (int status = check(*x, *w, *conv, *y)) return status;
  static const int order[] = {6, 7, 1, 0, 2, 4, 5, 3};
  return propose(order, 8, wanted, found, perf, conv->math, [=](int algorithm, size_t *size) {
    return workspace_forward(*x, *w, *conv, *y, algorithm, size);
  });
}
int cudnnFindConvolutionForwardAlgorithmEx(
    Handle *handle, Tensor *x, const void *from, Filter *w, const void *filter, Conv *conv, Tensor *y, void *to, int wanted,
    int *found, Perf *perf, void *workspace, size_t workspace_bytes) {
  EMULATOR_CALL("cudnnFindConvolutionForwardAlgorithmEx", workspace_bytes);
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y) || wanted < 1) return BAD_PARAM;
  if (breaks_capture("cudnnFindConvolutionForwardAlgorithmEx")) return EXECUTION_FAILED;
  if (!owns(from, bytes(*x)) || !owns(filter, bytes(*w)) || !owns(to, bytes(*y)) || !owns(workspace, workspace_bytes))
    return EXECUTION_FAILED;
  static const int order[] = {1, 6, 7, 0, 2, 4, 5, 3};
  return propose(order, 8, wanted, found, perf, conv->math, [=](int algorithm, size_t *size) {
    int status = workspace_forward(*x, *w, *conv, *y, algorithm, size);
    return status ? status : *size > workspace_bytes ? SIZE_INSUFFICIENT : DONE;
  });
}
int cudnnGetConvolutionBackwardDataAlgorithmMaxCount(Handle *, int *count) { *count = 6; return DONE; }
int cudnnGetConvolutionBackwardDataWorkspaceSize(
    Handle *handle, Filter *w, Tensor *y, Conv *conv, Tensor *x, int algorithm, size_t *size) {
  EMULATOR_CALL("cudnnGetConvolutionBackwardDataWorkspaceSize", algorithm);
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y)) return BAD_PARAM;
  return workspace_backward(*x, *w, *conv, *y, algorithm, size);
}
int cudnnGetConvolutionBackwardDataAlgorithm_v7(
    Handle *handle, Filter *w, Tensor *y, Conv *conv, Tensor *x, int wanted, int *found, Perf *perf) {
  EMULATOR_CALL("cudnnGetConvolutionBackwardDataAlgorithm_v7");
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y) || wanted < 1) return BAD_PARAM;
  if (int status = check(*x, *w, *conv, *y)) return status;
  static const int order[] = {0, 1, 4, 5, 2, 3};
  int status = propose(order, 6, wanted, found, perf, conv->math, [=](int algorithm, size_t *size) {
    return workspace_backward(*x, *w, *conv, *y, algorithm, size);
  });
  for (int i = 0; i < *found; i++) perf[i].determinism = perf[i].algo != 0; // algorithm 0 adds in any order
  return status;
}

int cudnnFindConvolutionBackwardDataAlgorithmEx(
    Handle *handle, Filter *w, const void *filter, Tensor *y, const void *from, Conv *conv, Tensor *x, void *to, int wanted,
    int *found, Perf *perf, void *workspace, size_t workspace_bytes) {
  EMULATOR_CALL("cudnnFindConvolutionBackwardDataAlgorithmEx", workspace_bytes);
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y) || wanted < 1) return BAD_PARAM;
  if (breaks_capture("cudnnFindConvolutionBackwardDataAlgorithmEx")) return EXECUTION_FAILED;
  if (!owns(from, bytes(*y)) || !owns(filter, bytes(*w)) || !owns(to, bytes(*x)) || !owns(workspace, workspace_bytes))
    return EXECUTION_FAILED;
  static const int order[] = {0, 1, 4, 5, 2, 3};
  int status = propose(order, 6, wanted, found, perf, conv->math, [=](int algorithm, size_t *size) {
    int status = workspace_backward(*x, *w, *conv, *y, algorithm, size);
    return status ? status : *size > workspace_bytes ? SIZE_INSUFFICIENT : DONE;
  });
  for (int i = 0; i < *found; i++) perf[i].determinism = perf[i].algo != 0;
  return status;
}

int cudnnConvolutionForward(
    Handle *handle, const void *alpha, Tensor *x, const void *from, Filter *w, const void *filter, Conv *conv, int algorithm,
    void *workspace, size_t workspace_bytes, const void *beta, Tensor *y, void *to) {
  EMULATOR_CALL("cudnnConvolutionForward", algorithm, "workspace", workspace_bytes);
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y) || !alpha || !beta || !from || !filter || !to) return BAD_PARAM;
  size_t needed;
  if (int status = workspace_forward(*x, *w, *conv, *y, algorithm, &needed)) return status;
  if (workspace_bytes < needed) return refuse(SIZE_INSUFFICIENT, "the workspace is too small");
  if (from == to) return refuse(BAD_PARAM, "x and y are the same");
  if (!is_aligned(from, x->type) || !is_aligned(filter, x->type) || !is_aligned(to, x->type)) return MISALIGNED;
  Run run{
      *x, *y, *w, *conv, from, filter, nullptr, nullptr, {}, to, scalar(alpha, x->type), scalar(beta, x->type), false,
      rounds_to_tf32(*x, *conv), workspace, needed};
  int status = enqueue(handle->stream, [run] {
    if (int unreachable = reachable(run)) return unreachable;
    if (run.x.type == 1) convolve<double>(run);
    else convolve<float>(run);
    return int(DONE);
  });
  return status ? EXECUTION_FAILED : DONE;
}
int cudnnConvolutionBiasActivationForward(
    Handle *handle, const void *alpha, Tensor *x, const void *from, Filter *w, const void *filter, Conv *conv, int algorithm,
    void *workspace, size_t workspace_bytes, const void *beta, Tensor *z, const void *added, Tensor *biases, const void *bias,
    Activation *activation, Tensor *y, void *to) {
  EMULATOR_CALL("cudnnConvolutionBiasActivationForward", algorithm, "workspace", workspace_bytes);
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y) || !is(z) || !is(biases) || !is(activation) || !alpha || !beta ||
      !from || !filter || !to || !added || !bias)
    return BAD_PARAM;
  size_t needed;
  if (int status = workspace_forward(*x, *w, *conv, *y, algorithm, &needed)) return status;
  if (workspace_bytes < needed) return refuse(SIZE_INSUFFICIENT, "the workspace is too small");
  if (activation->mode != 1 && activation->mode != 5) return refuse(DNN_NOT_SUPPORTED, "only RELU and IDENTITY can be fused");
  if (activation->nan != 0) return refuse(DNN_NOT_SUPPORTED, "NaN cannot be propagated here");
  if (activation->mode == 5 && algorithm != 1) return refuse(DNN_NOT_SUPPORTED, "IDENTITY can be fused with algorithm 1 only");
  if (biases->n != 1 || biases->h != 1 || biases->w != 1 || biases->c != y->c || biases->sc != 1 || biases->type != y->type)
    return refuse(BAD_PARAM, "the bias has not one value of y's type for each channel");
  if (z->type != y->type || z->n != y->n || z->c != y->c || z->h != y->h || z->w != y->w ||
      (added == to && (z->sn != y->sn || z->sc != y->sc || z->sh != y->sh || z->sw != y->sw)))
    return refuse(DNN_NOT_SUPPORTED, "z is not like y");
  if (from == to || from == added) return refuse(BAD_PARAM, "x is also y or z");
  if (!is_aligned(from, x->type) || !is_aligned(filter, x->type) || !is_aligned(to, x->type)) return MISALIGNED;
  double factor = scalar(beta, x->type);
  Run run{
      *x, *y, *w, *conv, from, filter, bias, factor != 0 ? added : nullptr, *z, to, scalar(alpha, x->type), factor,
      activation->mode == 1, rounds_to_tf32(*x, *conv), workspace, needed};
  int status = enqueue(handle->stream, [run] {
    if (int unreachable = reachable(run)) return unreachable;
    if (run.x.type == 1) convolve<double>(run);
    else convolve<float>(run);
    return int(DONE);
  });
  return status ? EXECUTION_FAILED : DONE;
}
int cudnnConvolutionBackwardData(
    Handle *handle, const void *alpha, Filter *w, const void *filter, Tensor *y, const void *from, Conv *conv, int algorithm,
    void *workspace, size_t workspace_bytes, const void *beta, Tensor *x, void *to) {
  EMULATOR_CALL("cudnnConvolutionBackwardData", algorithm, "workspace", workspace_bytes);
  if (!is(handle) || !is(x) || !is(w) || !is(conv) || !is(y) || !alpha || !beta || !from || !filter || !to) return BAD_PARAM;
  size_t needed;
  if (int status = workspace_backward(*x, *w, *conv, *y, algorithm, &needed)) return status;
  if (workspace_bytes < needed) return refuse(SIZE_INSUFFICIENT, "the workspace is too small");
  if (from == to) return refuse(BAD_PARAM, "dy and dx are the same");
  if (!is_aligned(from, x->type) || !is_aligned(filter, x->type) || !is_aligned(to, x->type)) return MISALIGNED;
  Run run{
      *x, *y, *w, *conv, from, filter, nullptr, nullptr, {}, to, scalar(alpha, x->type), scalar(beta, x->type), false,
      rounds_to_tf32(*x, *conv), workspace, needed};
  int status = enqueue(handle->stream, [run] {
    Run check = run;
    std::swap(check.x, check.y); // what is read has the shape of y here
    if (int unreachable = reachable(check)) return unreachable;
    if (run.x.type == 1) convolve_back<double>(run);
    else convolve_back<float>(run);
    return int(DONE);
  });
  return status ? EXECUTION_FAILED : DONE;
}
int cudnnPoolingForward(
    Handle *handle, Window *window, const void *alpha, Tensor *x, const void *from, const void *beta, Tensor *y, void *to) {
  EMULATOR_CALL("cudnnPoolingForward", window ? window->mode : -1);
  if (!is(handle) || !is(window) || !is(x) || !is(y) || !alpha || !beta || !from || !to) return BAD_PARAM;
  if (x->type != y->type || x->n != y->n || x->c != y->c) return refuse(BAD_PARAM, "x and y do not fit");
  if (y->h != extent(x->h, window->top, window->h, 1, window->sh) || y->w != extent(x->w, window->left, window->w, 1, window->sw))
    return refuse(BAD_PARAM, "the result has not the shape of the pooling");
  if (differ(*x, *y)) return refuse(NOT_SUPPORTED_LAYOUT, "x and y have several layouts");
  Window shape = *window;
  Tensor in = *x, out = *y;
  double a = scalar(alpha, x->type), b = scalar(beta, x->type);
  int status = enqueue(handle->stream, [=] { return pool(shape, in, from, a, b, out, to); });
  return status ? EXECUTION_FAILED : DONE;
}
}
