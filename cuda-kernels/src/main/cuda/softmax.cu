// Uses: functions, nest.
// Softmax and its logarithm, with all sums in float32. Each element is read before it is written, so that the output may
// take the input's place.

#define WARP 32
#define EVERY_LANE 0xffffffffu

__device__ inline float warp_max(float v) {
#pragma unroll
  for (int lanes = WARP / 2; lanes > 0; lanes /= 2) v = larger(v, __shfl_xor_sync(EVERY_LANE, v, lanes));
  return v;
}
__device__ inline float warp_sum(float v) {
#pragma unroll
  for (int lanes = WARP / 2; lanes > 0; lanes /= 2) v += __shfl_xor_sync(EVERY_LANE, v, lanes);
  return v;
}
// The same over a block, whose warps leave their results in shared memory.
template <bool MAX> __device__ inline float block_result(float v, float *shared) {
  v = MAX ? warp_max(v) : warp_sum(v);
  __syncthreads();
  if (threadIdx.x % WARP == 0) shared[threadIdx.x / WARP] = v;
  __syncthreads();
  float all = shared[0];
  for (int warp = 1; warp < int(blockDim.x) / WARP; warp++) all = MAX ? larger(all, shared[warp]) : all + shared[warp];
  return all;
}

// A row for each group of threads: a warp or a block. A thread keeps its first elements in registers.
#define KEPT 8
template <class T, int THREADS>
__device__ void rows(int64 count, int64 extent, int64 x_pitch, int64 y_pitch, int logarithm, const T *x, T *y) {
  __shared__ float shared[WARP];
  int64 groups = blockDim.x / THREADS;
  int lane = threadIdx.x % THREADS;
  for (int64 row = blockIdx.x * groups + threadIdx.x / THREADS; row < count; row += gridDim.x * groups) {
    const T *from = x + row * x_pitch;
    T *to = y + row * y_pitch;
    float kept[KEPT];
    float most = -__int_as_float(0x7f800000);
#pragma unroll
    for (int k = 0; k < KEPT; k++) {
      int64 at = lane + k * THREADS;
      if (at < extent) {
        kept[k] = Number<T>::widen(from[at]);
        most = larger(most, kept[k]);
      }
    }
    for (int64 at = lane + KEPT * THREADS; at < extent; at += THREADS) most = larger(most, float(Number<T>::widen(from[at])));
    most = THREADS == WARP ? warp_max(most) : block_result<true>(most, shared);
    float sum = 0;
#pragma unroll
    for (int k = 0; k < KEPT; k++) {
      if (lane + k * THREADS < extent) {
        kept[k] -= most;
        float power = expf(kept[k]);
        sum += power;
        if (!logarithm) kept[k] = power;
      }
    }
    for (int64 at = lane + KEPT * THREADS; at < extent; at += THREADS) sum += expf(Number<T>::widen(from[at]) - most);
    sum = THREADS == WARP ? warp_sum(sum) : block_result<false>(sum, shared);
    // One division a row: each of them is a call, around which registers are spilled.
    float shift = logf(sum), scale = 1 / sum;
#pragma unroll
    for (int k = 0; k < KEPT; k++) {
      int64 at = lane + k * THREADS;
      if (at < extent) to[at] = Number<T>::narrow(logarithm ? kept[k] - shift : kept[k] * scale);
    }
    for (int64 at = lane + KEPT * THREADS; at < extent; at += THREADS) {
      float v = Number<T>::widen(from[at]) - most;
      to[at] = Number<T>::narrow(logarithm ? v - shift : expf(v) * scale);
    }
  }
}

// A thread for each column, whose elements lie `inner` apart.
template <class T> __device__ void columns(int64 count, int64 extent, int64 inner, int logarithm, const T *x, T *y) {
  FOR_EACH(i, count) {
    int64 outer, column;
    divide(i, inner, outer, column);
    int64 first = outer * extent * inner + column, end = first + extent * inner;
    float most = -__int_as_float(0x7f800000), sum = 0;
    for (int64 at = first; at < end; at += inner) most = larger(most, float(Number<T>::widen(x[at])));
    for (int64 at = first; at < end; at += inner) sum += expf(Number<T>::widen(x[at]) - most);
    float shift = logf(sum), scale = 1 / sum;
    for (int64 at = first; at < end; at += inner) {
      float v = Number<T>::widen(x[at]) - most;
      y[at] = Number<T>::narrow(logarithm ? v - shift : expf(v) * scale);
    }
  }
}

#define SOFTMAX(T)                                                                                                         \
  KERNEL softmax_warps_##T(int64 count, int64 extent, int64 x_pitch, int64 y_pitch, int logarithm, const T *x, T *y) {       \
    rows<T, WARP>(count, extent, x_pitch, y_pitch, logarithm, x, y);                                                       \
  }                                                                                                                        \
  KERNEL softmax_blocks_##T(int64 count, int64 extent, int64 x_pitch, int64 y_pitch, int logarithm, const T *x, T *y) {      \
    rows<T, 256>(count, extent, x_pitch, y_pitch, logarithm, x, y);                                                        \
  }                                                                                                                        \
  KERNEL softmax_columns_##T(int64 count, int64 extent, int64 inner, int logarithm, const T *x, T *y) {                      \
    columns(count, extent, inner, logarithm, x, y);                                                                        \
  }
FOR_FLOATS(SOFTMAX)
