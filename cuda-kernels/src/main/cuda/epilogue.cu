// Uses: functions.
// What follows a convolution or product that cannot do it itself: y = activation(x + bias + residual).

// Elements in their logical order, in rows that lie `pitch` elements apart; 0 for no bias or residual.
struct Epilogue {
  int64 count, row;               // elements in all, and in a row
  int64 pitch_x, pitch_residual, pitch_y;
  int64 channels, inner;          // the bias of element i is that of channel (i / inner) % channels
  int64 function;
  double a, b;
};

template <class Index, class X, class T> __device__ void apply(
    const Epilogue &e, const X *x, const T *bias, const T *residual, T *y) {
  typedef typename Element<T>::Wide W;
  const Index row = Index(e.row), inner = Index(e.inner), channels = Index(e.channels);
  const W a = W(e.a), b = W(e.b);
  FOR_EACH(n, e.count) {
    Index i = Index(n), r = i / row;
    int64 column = i - r * row;
    W v = Element<X>::load(x + r * e.pitch_x + column);
    if (bias) v += Element<T>::load(bias + i / inner % channels);
    if (residual) v += Element<T>::load(residual + r * e.pitch_residual + column);
    Element<T>::store(y + r * e.pitch_y + column, apply_unary(int(e.function), a, b, v));
  }
}
// 32-bit divisions where they do: they take a third of the time.
template <class X, class T> __device__ void epilogue(Epilogue e, const X *x, const T *bias, const T *residual, T *y) {
  if (e.count < (int64(1) << 31)) apply<uint32>(e, x, bias, residual, y);
  else apply<int64>(e, x, bias, residual, y);
}

KERNEL epilogue_float32(Epilogue e, const float *x, const float *bias, const float *residual, float *y) { epilogue(e, x, bias, residual, y); }
KERNEL epilogue_float64(Epilogue e, const double *x, const double *bias, const double *residual, double *y) { epilogue(e, x, bias, residual, y); }
KERNEL epilogue_float16(Epilogue e, const float16 *x, const float16 *bias, const float16 *residual, float16 *y) { epilogue(e, x, bias, residual, y); }
KERNEL epilogue_bfloat16(Epilogue e, const bfloat16 *x, const bfloat16 *bias, const bfloat16 *residual, bfloat16 *y) { epilogue(e, x, bias, residual, y); }
// From sums that were kept as float32, so that they are rounded once.
KERNEL epilogue_sums_float16(Epilogue e, const float *x, const float16 *bias, const float16 *residual, float16 *y) { epilogue(e, x, bias, residual, y); }
KERNEL epilogue_sums_bfloat16(Epilogue e, const float *x, const bfloat16 *bias, const bfloat16 *residual, bfloat16 *y) { epilogue(e, x, bias, residual, y); }

// Repeats c over y, to which a product is added then.
struct Broadcast { int64 rows, columns, pitch_y, row_c, column_c; };
template <class T> __device__ void broadcast(Broadcast d, const T *c, T *y) {
  FOR_EACH(i, d.rows * d.columns) {
    int64 row = i / d.columns, column = i - row * d.columns;
    y[row * d.pitch_y + column] = c[row * d.row_c + column * d.column_c];
  }
}
KERNEL broadcast_16(Broadcast d, const uint16 *c, uint16 *y) { broadcast(d, c, y); }
KERNEL broadcast_32(Broadcast d, const uint32 *c, uint32 *y) { broadcast(d, c, y); }
KERNEL broadcast_64(Broadcast d, const int64 *c, int64 *y) { broadcast(d, c, y); }
