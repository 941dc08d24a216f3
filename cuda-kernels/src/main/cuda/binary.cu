// Uses: functions, nest.
// Functions of two elements, with broadcasting. Operand 0 is the output, 1 and 2 are the inputs. The output advances by
// whole packs; an input does too, or stays at one element within a pack.

template <class T, int N, class W> __device__ inline void read(const T *x, bool stays, W (&v)[N]) {
  if (stays) {
    W one = Number<T>::widen(*x);
#pragma unroll
    for (int k = 0; k < N; k++) v[k] = one;
    return;
  }
  Pack<T, N> pack = *reinterpret_cast<const Pack<T, N> *>(x);
#pragma unroll
  for (int k = 0; k < N; k++) v[k] = Number<T>::widen(pack.at[k]);
}

template <class T, int N>
__device__ void binary(int64 packs, const Nest<3> &nest, int function, int stays, const T *x, const T *y, T *z) {
  FOR_EACH(i, packs) {
    int64 at[3];
    locate(nest, i, at);
    typename Number<T>::Wide v[N], u[N];
    read<T, N>(x + at[1], stays & 1, v);
    read<T, N>(y + at[2], stays & 2, u);
    apply_binary_each(function, v, u);
    Pack<T, N> pack;
#pragma unroll
    for (int k = 0; k < N; k++) pack.at[k] = Number<T>::narrow(v[k]);
    *reinterpret_cast<Pack<T, N> *>(z + at[0]) = pack;
  }
}

template <class T>
__device__ void test(int64 elements, const Nest<3> &nest, int function, const T *x, const T *y, boolean *z) {
  FOR_EACH(i, elements) {
    int64 at[3];
    locate(nest, i, at);
    bool holds = apply_test(function, Number<T>::widen(x[at[1]]), Number<T>::widen(y[at[2]]));
    z[at[0]] = Number<boolean>::narrow(holds);
  }
}

// Bit 0 of `stays` tells that the first input stays within a pack, bit 1 the same of the second.
#define BINARY(T)                                                                                                \
  KERNEL binary_##T(int64 packs, Nest<3> nest, int function, int stays, const T *x, const T *y, T *z) {            \
    binary<T, 1>(packs, nest, function, stays, x, y, z);                                                         \
  }
FOR_NUMBERS(BINARY)
#define BINARY_X4(T)                                                                                             \
  KERNEL binary_##T##_x4(int64 packs, Nest<3> nest, int function, int stays, const T *x, const T *y, T *z) {       \
    binary<T, 4>(packs, nest, function, stays, x, y, z);                                                         \
  }
FOR_FLOATS(BINARY_X4)
#define TEST(T)                                                                                                  \
  KERNEL test_##T(int64 elements, Nest<3> nest, int function, const T *x, const T *y, boolean *z) {                \
    test(elements, nest, function, x, y, z);                                                                     \
  }
FOR_ALL(TEST)
