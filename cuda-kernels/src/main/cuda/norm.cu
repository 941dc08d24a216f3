// Uses: functions, nest.
// Normalisation over channels, by given statistics and by neighbouring channels.

// What batch normalisation multiplies by and adds, for each channel; in double precision, once a run.
template <class T>
__device__ void batch_norm_factors(
    int64 channels, double epsilon, const T *scale, const T *offset, const T *mean, const T *variance, float *factors) {
  FOR_EACH(c, channels) {
    double deviation = sqrt(double(Number<T>::widen(variance[c])) + epsilon);
    double factor = double(Number<T>::widen(scale[c])) / deviation;
    factors[c] = float(factor);
    factors[channels + c] = float(double(Number<T>::widen(offset[c])) - double(Number<T>::widen(mean[c])) * factor);
  }
}
// Operand 0 is the output, 1 the input, 2 the channel, which stays within a pack if `stays`.
template <class T, int N>
__device__ void batch_norm(int64 packs, const Nest<3> &nest, int stays, int64 channels, const float *factors, const T *x, T *y) {
  FOR_EACH(i, packs) {
    int64 at[3];
    locate(nest, i, at);
    Pack<T, N> pack = *reinterpret_cast<const Pack<T, N> *>(x + at[1]);
#pragma unroll
    for (int k = 0; k < N; k++) {
      int64 c = stays ? at[2] : at[2] + k;
      pack.at[k] = Number<T>::narrow(fmaf(Number<T>::widen(pack.at[k]), factors[c], factors[channels + c]));
    }
    *reinterpret_cast<Pack<T, N> *>(y + at[0]) = pack;
  }
}

// Local response normalisation. The nest walks the elements with their channel as operand 2; channels are `step` apart.
template <class T>
__device__ void local_response(
    int64 elements, const Nest<3> &nest, int64 channels, int64 step, int before, int after, float alpha, float beta,
    float bias, const T *x, T *y) {
  FOR_EACH(i, elements) {
    int64 at[3];
    locate(nest, i, at);
    int64 c = at[2];
    int64 first = c < before ? 0 : c - before, last = c + after < channels ? c + after : channels - 1;
    float sum = 0;
    for (int64 k = first; k <= last; k++) {
      float v = Number<T>::widen(x[at[1] + (k - c) * step]);
      sum = fmaf(v, v, sum);
    }
    y[at[0]] = Number<T>::narrow(Number<T>::widen(x[at[1]]) / powf(fmaf(alpha, sum, bias), beta));
  }
}

#define NORM(T)                                                                                                       \
  KERNEL batch_norm_factors_##T(                                                                                      \
      int64 channels, double epsilon, const T *scale, const T *offset, const T *mean, const T *variance,              \
      float *factors) {                                                                                               \
    batch_norm_factors(channels, epsilon, scale, offset, mean, variance, factors);                                    \
  }                                                                                                                   \
  KERNEL batch_norm_##T(                                                                                              \
      int64 packs, Nest<3> nest, int stays, int64 channels, const float *factors, const T *x, T *y) {                 \
    batch_norm<T, 1>(packs, nest, stays, channels, factors, x, y);                                                    \
  }                                                                                                                   \
  KERNEL batch_norm_##T##_x4(                                                                                         \
      int64 packs, Nest<3> nest, int stays, int64 channels, const float *factors, const T *x, T *y) {                 \
    batch_norm<T, 4>(packs, nest, stays, channels, factors, x, y);                                                    \
  }                                                                                                                   \
  KERNEL local_response_##T(                                                                                          \
      int64 elements, Nest<3> nest, int64 channels, int64 step, int before, int after, float alpha, float beta,       \
      float bias, const T *x, T *y) {                                                                                 \
    local_response(elements, nest, channels, step, before, after, alpha, beta, bias, x, y);                           \
  }
FOR_FLOATS(NORM)
