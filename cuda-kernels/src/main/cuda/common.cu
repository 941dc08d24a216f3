// Stands before every source. Kernels keep to what NVRTC without headers, nvcc and the emulation all take: C linkage, no
// #include, 16-bit floats as integers.
#ifndef CUDAHOST
#define SHARED_DYNAMIC(type, name)                                  \
  extern __shared__ __align__(16) unsigned char shared_bytes_[];    \
  type *name = reinterpret_cast<type *>(shared_bytes_)
#endif

#define KERNEL extern "C" __global__ void __launch_bounds__(256)

typedef signed char int8;
typedef unsigned char uint8;
typedef short int16;
typedef unsigned short uint16;
typedef int int32;
typedef unsigned int uint32;
typedef long long int64;

// 16-bit floats are stored as structures of their own, so that templates tell them from integers.
struct float16 { unsigned short bits; };
struct bfloat16 { unsigned short bits; };

__device__ inline float widen(float16 h) {
#ifdef __CUDA_ARCH__
  float f;
  asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(h.bits));
  return f;
#elif defined(CUDAHOST)
  _Float16 x;
  memcpy(&x, &h.bits, 2);
  return float(x);
#else
  return 0;
#endif
}
__device__ inline float16 narrow16(float f) {
  float16 h;
#ifdef __CUDA_ARCH__
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h.bits) : "f"(f));
#elif defined(CUDAHOST)
  _Float16 x = _Float16(f);
  memcpy(&h.bits, &x, 2);
#else
  h.bits = 0;
#endif
  return h;
}
__device__ inline float widen(bfloat16 b) { return __int_as_float(int(b.bits) << 16); }
__device__ inline bfloat16 narrowb16(float f) {
  unsigned u = unsigned(__float_as_int(f));
  bfloat16 b;
  if ((u & 0x7fffffffu) > 0x7f800000u) b.bits = (unsigned short)(u >> 16 | 0x40u); // NaN stays NaN
  else b.bits = (unsigned short)((u + 0x7fffu + (u >> 16 & 1u)) >> 16);            // to the nearest, ties to even
  return b;
}

// The type in which elements of a type are computed, and the way there and back.
template <class T> struct Element {
  typedef T Wide;
  static __device__ inline T load(const T *p) { return *p; }
  static __device__ inline void store(T *p, T v) { *p = v; }
};
template <> struct Element<float16> {
  typedef float Wide;
  static __device__ inline float load(const float16 *p) { return widen(*p); }
  static __device__ inline void store(float16 *p, float v) { *p = narrow16(v); }
};
template <> struct Element<bfloat16> {
  typedef float Wide;
  static __device__ inline float load(const bfloat16 *p) { return widen(*p); }
  static __device__ inline void store(bfloat16 *p, float v) { *p = narrowb16(v); }
};

// The elements of a grid-stride loop.
#define FOR_EACH(i, n)                                                                    \
  for (int64 i = (int64)blockIdx.x * blockDim.x + threadIdx.x; i < (n); i += (int64)gridDim.x * blockDim.x)

// The functions that end convolutions and products, by the numbers that `Activations` gives them. T is float or double.

template <class T> __device__ inline T bounded(T x, T low, T high) { return x < low ? low : x > high ? high : x; } // NaN stays NaN
template <class T> __device__ inline T logistic(T x) { return T(1) / (T(1) + T(exp(-x))); }

template <class T> __device__ T activate(int function, T a, T b, T x) {
  switch (function) {
    case 0: return x;
    case 1: return x < T(0) ? T(0) : x;
    case 2: return bounded(x, T(0), T(6));
    case 3: return bounded(x, a, b);
    case 4: return x < T(0) ? x * a : x;
    case 5: return logistic(x);
    case 6: return T(tanh(x));
    case 7: return x * logistic(x);
    case 8: return bounded(a * x + b, T(0), T(1));
    case 9: return x * bounded(x / T(6) + T(0.5), T(0), T(1));
    case 10: return x < T(0) ? a * T(expm1(x)) : x;
    case 11: return x < T(0) ? -x : x == T(0) ? T(0) : x;
    case 12: return T(ceil(x));
    case 13: return T(cos(x));
    case 14: return T(erf(x));
    case 15: return T(exp(x));
    case 16: return T(floor(x));
    case 17: return T(log(x));
    case 18: return -x;
    case 19: return T(1) / x;
    case 20: return T(rint(x));
    case 21: return T(1) / T(sqrt(x));
    case 22: return x > T(0) ? T(1) : x < T(0) ? T(-1) : x;
    case 23: return T(sin(x));
    case 24: return (x < T(0) ? T(0) : x) + T(log1p(exp(x < T(0) ? x : -x)));
    case 25: return x / (T(1) + (x < T(0) ? -x : x));
    case 26: return T(sqrt(x));
    default: return x * x;
  }
}
