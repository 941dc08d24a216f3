// Uses: functions, nest.
// Statistics over some axes. Floating-point elements are combined in double precision and integers in 64 bits, in an order
// that depends on the shape alone: no atomics.

#define WARP 32
#define EVERY_LANE 0xffffffffu

enum Statistic { REDUCE_MAX, REDUCE_MEAN, REDUCE_MIN, REDUCE_PROD, REDUCE_SUM };

template <class W> struct Accumulator { typedef double Type; };
template <> struct Accumulator<int64> { typedef int64 Type; };

__device__ inline double combine(int function, double x, double y) {
  switch (function) {
    case REDUCE_MAX: return larger(x, y);
    case REDUCE_MIN: return smaller(x, y);
    case REDUCE_PROD: return x * y;
    default: return x + y;
  }
}
__device__ inline int64 combine(int function, int64 x, int64 y) {
  switch (function) {
    case REDUCE_MAX: return larger(x, y);
    case REDUCE_MIN: return smaller(x, y);
    case REDUCE_PROD: return product(x, y);
    default: return sum(x, y);
  }
}
// The result of all terms. Floating-point means are multiplied by the share of a term: a division would be a call, around
// which registers are spilled.
__device__ inline double finish(int function, double v, int64, double share) {
  return function == REDUCE_MEAN ? v * share : v;
}
__device__ inline int64 finish(int function, int64 v, int64 terms, double) {
  return function == REDUCE_MEAN && terms > 0 ? v / terms : v;
}

// The terms of each output are cut into chunks, each of which a group of 1, 32 or 256 threads combines. With one chunk the
// result is the output, otherwise `partial` holds the chunks' results: all outputs of a chunk, then those of the next.
template <class T, class A>
__device__ void reduce(
    int64 outputs, const Nest<1> &kept, int64 terms, const Nest<1> &reduced, int64 chunks, int function, double share, A start, int group,
    const T *x, A *partial, T *y) {
  __shared__ A shared[WARP];
  int64 groups = blockDim.x / group;
  int lane = threadIdx.x % group;
  int64 length = (terms + chunks - 1) / chunks;
  for (int64 item = blockIdx.x * groups + threadIdx.x / group; item < outputs * chunks; item += gridDim.x * groups) {
    int64 chunk, output, first[1];
    divide(item, outputs, chunk, output);
    locate(kept, output, first);
    int64 end = min((chunk + 1) * length, terms);
    A v = start;
    for (int64 i = chunk * length + lane; i < end; i += group) {
      int64 at[1];
      locate(reduced, i, at);
      v = combine(function, v, A(Number<T>::widen(x[first[0] + at[0]])));
    }
    if (group > 1) {
#pragma unroll
      for (int lanes = WARP / 2; lanes > 0; lanes /= 2) v = combine(function, v, __shfl_xor_sync(EVERY_LANE, v, lanes));
    }
    if (group > WARP) {
      __syncthreads();
      if (threadIdx.x % WARP == 0) shared[threadIdx.x / WARP] = v;
      __syncthreads();
      v = shared[0];
      for (int warp = 1; warp < group / WARP; warp++) v = combine(function, v, shared[warp]);
    }
    if (lane == 0) {
      if (chunks == 1) y[output] = Number<T>::narrow(typename Number<T>::Wide(finish(function, v, terms, share)));
      else partial[item] = v;
    }
  }
}
template <class T, class A>
__device__ void reduce_chunks(int64 outputs, int64 terms, int64 chunks, int function, double share, const A *partial, T *y) {
  FOR_EACH(output, outputs) {
    A v = partial[output];
    for (int64 chunk = 1; chunk < chunks; chunk++) v = combine(function, v, partial[chunk * outputs + output]);
    y[output] = Number<T>::narrow(typename Number<T>::Wide(finish(function, v, terms, share)));
  }
}

#define REDUCE(T)                                                                                                       \
  KERNEL reduce_##T(                                                                                                    \
      int64 outputs, Nest<1> kept, int64 terms, Nest<1> reduced, int64 chunks, int function, double share,              \
      Accumulator<Number<T>::Wide>::Type start, int group, const T *x, Accumulator<Number<T>::Wide>::Type *partial, T *y) { \
    reduce(outputs, kept, terms, reduced, chunks, function, share, start, group, x, partial, y);                        \
  }                                                                                                                     \
  KERNEL reduce_chunks_##T(                                                                                             \
      int64 outputs, int64 terms, int64 chunks, int function, double share,                                             \
      const Accumulator<Number<T>::Wide>::Type *partial, T *y) {                                                        \
    reduce_chunks(outputs, terms, chunks, function, share, partial, y);                                                 \
  }
FOR_NUMBERS(REDUCE)
