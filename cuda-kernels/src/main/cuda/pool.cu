// The largest or the mean value under a window. Every operand has its strides, in elements: image, row, column, channel.
struct Pool {
  int64 images, out_height, out_width, channels, in_height, in_width;
  int64 window_height, window_width, stride_height, stride_width, dilation_height, dilation_width, top, left;
  int64 last_row, last_column;    // one past the last cell of the input and its declared pads
  int64 x[4], y[4];
  int64 channels_last, with_pads;
};

// The cells that lie before an end, of those that a window starting at `start` has.
__device__ inline int64 cells_before(int64 end, int64 start, int64 step, int64 cells) {
  int64 count = end > start ? (end - start + step - 1) / step : 0;
  return count < cells ? count : cells;
}
__device__ inline int64 first_inside(int64 start, int64 step) { return start >= 0 ? 0 : (-start + step - 1) / step; }

template <class T, bool MAX> __device__ void pool(Pool d, const T *x, T *y) {
  typedef typename Element<T>::Wide W;
  FOR_EACH(i, d.images * d.out_height * d.out_width * d.channels) {
    int64 rest = i, n, h, v, c = 0;
    if (d.channels_last) { c = rest % d.channels; rest /= d.channels; }
    v = rest % d.out_width; rest /= d.out_width;
    h = rest % d.out_height; rest /= d.out_height;
    if (!d.channels_last) { c = rest % d.channels; rest /= d.channels; }
    n = rest;
    int64 top = h * d.stride_height - d.top, left = v * d.stride_width - d.left;
    int64 rows = cells_before(d.in_height, top, d.dilation_height, d.window_height);
    int64 columns = cells_before(d.in_width, left, d.dilation_width, d.window_width);
    const T *image = x + n * d.x[0] + c * d.x[3];
    W result = MAX ? -W(__int_as_float(0x7f800000)) : W(0);
    int64 taken = 0;
    for (int64 p = first_inside(top, d.dilation_height); p < rows; p++)
      for (int64 q = first_inside(left, d.dilation_width); q < columns; q++) {
        W value = Element<T>::load(
            image + (top + p * d.dilation_height) * d.x[1] + (left + q * d.dilation_width) * d.x[2]);
        if (!MAX) result += value;
        else if (result == result && !(value <= result)) result = value; // NaN wins, and stays
        taken++;
      }
    if (!MAX) {
      int64 divisor = taken;
      if (d.with_pads)
        divisor = cells_before(d.last_row, top, d.dilation_height, d.window_height) *
            cells_before(d.last_column, left, d.dilation_width, d.window_width);
      if (divisor > 1) result /= W(divisor);
    }
    Element<T>::store(y + n * d.y[0] + h * d.y[1] + v * d.y[2] + c * d.y[3], result);
  }
}

#define POOLS(name, T)                                                              \
  KERNEL max_pool_##name(Pool d, const T *x, T *y) { pool<T, true>(d, x, y); }      \
  KERNEL average_pool_##name(Pool d, const T *x, T *y) { pool<T, false>(d, x, y); }
POOLS(float32, float)
POOLS(float64, double)
POOLS(float16, float16)
POOLS(bfloat16, bfloat16)
