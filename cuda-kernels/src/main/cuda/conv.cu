// Uses: functions.
// Convolutions that cuDNN does not take, and what it needs around its own.

// Any groups, strides, dilations, pads and layouts: every operand has its strides, in elements. Axes: image, row, column,
// channel; of the filter: row, column, input, output.
struct Convolution {
  int64 images, out_height, out_width, out_channels, in_height, in_width;
  int64 group_in, group_out;      // channels of a group
  int64 kernel_height, kernel_width, stride_height, stride_width, dilation_height, dilation_width, top, left;
  int64 x[4], w[4], y[4], residual[4];
  int64 channels_last, function;
  double a, b;
};

template <class T> __device__ void finish(
    const Convolution &d, typename Element<T>::Wide sum, int64 n, int64 h, int64 v, int64 c,
    const T *bias, const T *residual, T *y) {
  typedef typename Element<T>::Wide W;
  if (bias) sum += Element<T>::load(bias + c);
  if (residual)
    sum += Element<T>::load(residual + n * d.residual[0] + h * d.residual[1] + v * d.residual[2] + c * d.residual[3]);
  Element<T>::store(
      y + n * d.y[0] + h * d.y[1] + v * d.y[2] + c * d.y[3], apply_unary(int(d.function), W(d.a), W(d.b), sum));
}

// The place of an output element, so that neighbouring threads write neighbouring elements.
#define PLACE(i, n, h, v, c)                                               \
  int64 rest = i, n, h, v, c;                                              \
  if (d.channels_last) { c = rest % d.out_channels; rest /= d.out_channels; } \
  v = rest % d.out_width; rest /= d.out_width;                             \
  h = rest % d.out_height; rest /= d.out_height;                           \
  if (!d.channels_last) { c = rest % d.out_channels; rest /= d.out_channels; } \
  n = rest

template <class T> __device__ void convolve(Convolution d, const T *x, const T *w, const T *bias, const T *residual, T *y) {
  FOR_EACH(i, d.images * d.out_height * d.out_width * d.out_channels) {
    PLACE(i, n, h, v, c);
    typename Element<T>::Wide sum = 0;
    const T *image = x + n * d.x[0] + c / d.group_out * d.group_in * d.x[3];
    for (int p = 0; p < d.kernel_height; p++) {
      int64 row = h * d.stride_height - d.top + p * d.dilation_height;
      if (row < 0 || row >= d.in_height) continue;
      for (int q = 0; q < d.kernel_width; q++) {
        int64 column = v * d.stride_width - d.left + q * d.dilation_width;
        if (column < 0 || column >= d.in_width) continue;
        const T *from = image + row * d.x[1] + column * d.x[2];
        const T *by = w + p * d.w[0] + q * d.w[1] + c * d.w[3];
        for (int64 k = 0; k < d.group_in; k++)
          sum += Element<T>::load(from + k * d.x[3]) * Element<T>::load(by + k * d.w[2]);
      }
    }
    finish(d, sum, n, h, v, c, bias, residual, y);
  }
}

// The transpose: each output cell gathers from the input cells whose window it is in.
template <class T> __device__ void transpose(Convolution d, const T *x, const T *w, const T *bias, const T *residual, T *y) {
  FOR_EACH(i, d.images * d.out_height * d.out_width * d.out_channels) {
    PLACE(i, n, h, v, c);
    typename Element<T>::Wide sum = 0;
    int64 first = c / d.group_out * d.group_in;
    const T *image = x + n * d.x[0] + first * d.x[3];
    for (int p = 0; p < d.kernel_height; p++) {
      int64 down = h + d.top - p * d.dilation_height, row = down / d.stride_height;
      if (down < 0 || row * d.stride_height != down || row >= d.in_height) continue;
      for (int q = 0; q < d.kernel_width; q++) {
        int64 right = v + d.left - q * d.dilation_width, column = right / d.stride_width;
        if (right < 0 || column * d.stride_width != right || column >= d.in_width) continue;
        const T *from = image + row * d.x[1] + column * d.x[2];
        const T *by = w + p * d.w[0] + q * d.w[1] + first * d.w[2] + c % d.group_out * d.w[3];
        for (int64 k = 0; k < d.group_in; k++)
          sum += Element<T>::load(from + k * d.x[3]) * Element<T>::load(by + k * d.w[2]);
      }
    }
    finish(d, sum, n, h, v, c, bias, residual, y);
  }
}

#define CONVOLUTIONS(name, T)                                                                        \
  KERNEL conv_##name(Convolution d, const T *x, const T *w, const T *bias, const T *residual, T *y) { \
    convolve(d, x, w, bias, residual, y);                                                            \
  }                                                                                                  \
  KERNEL transposed_conv_##name(Convolution d, const T *x, const T *w, const T *bias, const T *residual, T *y) { \
    transpose(d, x, w, bias, residual, y);                                                           \
  }
CONVOLUTIONS(float32, float)
CONVOLUTIONS(float64, double)
CONVOLUTIONS(float16, float16)
CONVOLUTIONS(bfloat16, bfloat16)

// A filter (window cells, inputs, outputs) in cuDNN's order: outputs, then cells and inputs or inputs and cells.
template <class T> __device__ void filter(int64 cells, int64 inputs, int64 outputs, int64 inputs_last, const T *w, T *packed) {
  FOR_EACH(i, cells * inputs * outputs) {
    int64 inner = inputs_last ? inputs : cells, outer = inputs_last ? cells : inputs;
    int64 last = i % inner, middle = i / inner % outer, output = i / inner / outer;
    int64 cell = inputs_last ? middle : last, input = inputs_last ? last : middle;
    packed[i] = w[(cell * inputs + input) * outputs + output];
  }
}
KERNEL filter_16(int64 cells, int64 inputs, int64 outputs, int64 last, const uint16 *w, uint16 *p) { filter(cells, inputs, outputs, last, w, p); }
KERNEL filter_32(int64 cells, int64 inputs, int64 outputs, int64 last, const uint32 *w, uint32 *p) { filter(cells, inputs, outputs, last, w, p); }
KERNEL filter_64(int64 cells, int64 inputs, int64 outputs, int64 last, const int64 *w, int64 *p) { filter(cells, inputs, outputs, last, w, p); }

// Images with zeros around them. Elements of a cell lie together: the channels, or one channel if each is an image.
struct Border { int64 images, height, width, cell, out_height, out_width, top, left, image_x, row_x, column_x; };
template <class T> __device__ void border(Border d, const T *x, T *y) {
  FOR_EACH(i, d.images * d.out_height * d.out_width * d.cell) {
    int64 c = i % d.cell, rest = i / d.cell;
    int64 column = rest % d.out_width - d.left, row = rest / d.out_width % d.out_height - d.top;
    int64 image = rest / d.out_width / d.out_height;
    bool inside = row >= 0 && row < d.height && column >= 0 && column < d.width;
    y[i] = inside ? x[image * d.image_x + row * d.row_x + column * d.column_x + c] : T(0);
  }
}
KERNEL border_16(Border d, const uint16 *x, uint16 *y) { border(d, x, y); }
KERNEL border_32(Border d, const uint32 *x, uint32 *y) { border(d, x, y); }
KERNEL border_64(Border d, const int64 *x, int64 *y) { border(d, x, y); }
