// Uses: functions, nest.
// Functions of one element. Operand 0 is the output, 1 the input; both advance by whole packs.

template <class T, int N, class W> __device__ void unary(int64 packs, const Nest<2> &nest, int function, W a, W b, const T *x, T *y) {
  FOR_EACH(i, packs) {
    int64 at[2];
    locate(nest, i, at);
    Pack<T, N> pack = *reinterpret_cast<const Pack<T, N> *>(x + at[1]);
    W v[N];
#pragma unroll
    for (int k = 0; k < N; k++) v[k] = Number<T>::widen(pack.at[k]);
    apply_unary_each(function, a, b, v);
#pragma unroll
    for (int k = 0; k < N; k++) pack.at[k] = Number<T>::narrow(v[k]);
    *reinterpret_cast<Pack<T, N> *>(y + at[0]) = pack;
  }
}

#define UNARY(T)                                                                                                   \
  KERNEL unary_##T(int64 packs, Nest<2> nest, int function, Number<T>::Wide a, Number<T>::Wide b, const T *x, T *y) { \
    unary<T, 1>(packs, nest, function, a, b, x, y);                                                                \
  }
FOR_ALL(UNARY)
#define UNARY_X4(T)                                                                                       \
  KERNEL unary_##T##_x4(int64 packs, Nest<2> nest, int function, float a, float b, const T *x, T *y) {      \
    unary<T, 4>(packs, nest, function, a, b, x, y);                                                       \
  }
FOR_FLOATS(UNARY_X4)
