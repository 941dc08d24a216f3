// Stands before every source. Kernels keep to what NVRTC without headers, nvcc and the emulation all take: C linkage, no
// #include, 16-bit floats as integers.
#ifndef CUDAHOST
#define SHARED_DYNAMIC(type, name)                                  \
  extern __shared__ __align__(16) unsigned char shared_bytes_[];    \
  type *name = reinterpret_cast<type *>(shared_bytes_)
#endif

// Two blocks a multiprocessor at least: with up to 128 registers a thread nothing is spilled.
#define KERNEL extern "C" __global__ void __launch_bounds__(256, 2)

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
