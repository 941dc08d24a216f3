// Included before the source of a kernel: CUDA C++ in terms of the processor. One thread of the grid runs at a time, so
// what CUDA keeps for each thread is a global variable here.
#pragma once
#define CUDAHOST 1
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#define __global__
#define __device__
#define __host__
#define __constant__ static
#define __forceinline__ inline
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) alignas(n)
#define __shared__ static
#define __restrict__
#define SHARED_DYNAMIC(type, name) type *name = reinterpret_cast<type *>(emulator_dynamic_shared)

struct uint3 { unsigned x, y, z; };
struct dim3 { unsigned x, y, z; };
struct alignas(8) float2 { float x, y; };
struct alignas(16) float4 { float x, y, z, w; };
struct alignas(8) int2 { int x, y; };
struct alignas(16) int4 { int x, y, z, w; };
struct alignas(16) uint4 { unsigned x, y, z, w; };
inline float2 make_float2(float a, float b) { return {a, b}; }
inline float4 make_float4(float a, float b, float c, float d) { return {a, b, c, d}; }

extern "C" {
extern uint3 emulator_thread, emulator_block;
extern dim3 emulator_block_size, emulator_grid_size;
extern void *emulator_dynamic_shared;
void emulator_barrier();
void emulator_warp_barrier(unsigned mask);
uint64_t emulator_exchange(unsigned mask, uint64_t value, int source);
unsigned emulator_ballot(unsigned mask, int predicate);
int emulator_lane();
void emulator_add_kernel(void *registry, const char *name, void (*body)(void **), const size_t *sizes, size_t count);
}

#define threadIdx emulator_thread
#define blockIdx emulator_block
#define blockDim emulator_block_size
#define gridDim emulator_grid_size
#define warpSize 32

inline void __syncthreads() { emulator_barrier(); }
inline void __syncwarp(unsigned mask = ~0u) { emulator_warp_barrier(mask); }
inline void __threadfence() {}
inline void __threadfence_block() {}

template <class T> T emulator_from_lane(unsigned mask, T value, int source) {
  static_assert(sizeof(T) <= 8 && std::is_trivially_copyable_v<T>);
  uint64_t bits = 0;
  memcpy(&bits, &value, sizeof value);
  bits = emulator_exchange(mask, bits, source);
  memcpy(&value, &bits, sizeof value);
  return value;
}
template <class T> T __shfl_sync(unsigned mask, T v, int source, int width = 32) {
  return emulator_from_lane(mask, v, (emulator_lane() & ~(width - 1)) + (source & (width - 1)));
}
template <class T> T __shfl_down_sync(unsigned mask, T v, unsigned delta, int width = 32) {
  int l = emulator_lane(), s = l + int(delta);
  return emulator_from_lane(mask, v, (s & ~(width - 1)) == (l & ~(width - 1)) ? s : l);
}
template <class T> T __shfl_up_sync(unsigned mask, T v, unsigned delta, int width = 32) {
  int l = emulator_lane(), s = l - int(delta);
  return emulator_from_lane(mask, v, s >= (l & ~(width - 1)) ? s : l);
}
template <class T> T __shfl_xor_sync(unsigned mask, T v, int bits, int width = 32) {
  int l = emulator_lane(), s = l ^ bits;
  return emulator_from_lane(mask, v, (s & ~(width - 1)) <= (l & ~(width - 1)) ? s : l);
}
inline unsigned __ballot_sync(unsigned mask, int p) { return emulator_ballot(mask, p); }
inline int __any_sync(unsigned mask, int p) { return emulator_ballot(mask, p) != 0; }
inline int __all_sync(unsigned mask, int p) { return emulator_ballot(mask, p) == mask; }

template <class T> struct emulator_identity { using type = T; };
template <class T> using emulator_same = typename emulator_identity<T>::type;
template <class T> T atomicAdd(T *p, emulator_same<T> v) { T old = *p; *p = old + v; return old; }
template <class T> T atomicMax(T *p, emulator_same<T> v) { T old = *p; if (old < v) *p = v; return old; }
template <class T> T atomicMin(T *p, emulator_same<T> v) { T old = *p; if (v < old) *p = v; return old; }
template <class T> T atomicExch(T *p, emulator_same<T> v) { T old = *p; *p = v; return old; }
template <class T> T atomicCAS(T *p, emulator_same<T> expected, emulator_same<T> v) {
  T old = *p;
  if (old == expected) *p = v;
  return old;
}

template <class T> T __ldg(const T *p) { return *p; }
#define __expf expf
#define __logf logf
#define __fdividef(a, b) ((a) / (b))
inline float emulator_rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline double emulator_rsqrt(double x) { return 1.0 / sqrt(x); }
#define rsqrtf emulator_rsqrtf
#define rsqrt emulator_rsqrt
inline float __frcp_rn(float x) { return 1.0f / x; }
inline float __saturatef(float x) { return x < 0 ? 0 : x > 1 ? 1 : x; }
inline int __float_as_int(float f) { int i; memcpy(&i, &f, 4); return i; }
inline unsigned __float_as_uint(float f) { unsigned i; memcpy(&i, &f, 4); return i; }
inline float __int_as_float(int i) { float f; memcpy(&f, &i, 4); return f; }
inline float __uint_as_float(unsigned i) { float f; memcpy(&f, &i, 4); return f; }
template <class T> T emulator_min(T a, emulator_same<T> b) { return b < a ? b : a; }
template <class T> T emulator_max(T a, emulator_same<T> b) { return a < b ? b : a; }
#define min emulator_min
#define max emulator_max

// Unpacks the array of pointers to arguments that a launch is given.
template <class... A, size_t... I>
void emulator_apply(void (*kernel)(A...), void **p, std::index_sequence<I...>) {
  kernel(*static_cast<std::remove_const_t<std::remove_reference_t<A>> *>(p[I])...);
}
template <class... A> void emulator_call(void (*kernel)(A...), void **p) {
  emulator_apply(kernel, p, std::index_sequence_for<A...>{});
}
template <class... A> void emulator_register_kernel(void *registry, const char *name, void (*)(A...), void (*body)(void **)) {
  static const size_t sizes[] = {sizeof(A)..., 0};
  emulator_add_kernel(registry, name, body, sizes, sizeof...(A));
}
