// Products of integers, which cuBLAS does not take. Sums are 64-bit; a narrow result keeps their low bits.

// One matrix of a product: y (rows, columns) = alpha * a (rows, depth) * b (depth, columns) + beta * c. Strides in elements.
struct Product {
  int64 rows, columns, depth;
  int64 row_a, depth_a, depth_b, column_b, row_y, row_c, column_c;
  int64 alpha, beta;
};
template <class T> __device__ void product(Product d, const T *a, const T *b, const T *c, T *y) {
  FOR_EACH(i, d.rows * d.columns) {
    int64 row = i / d.columns, column = i - row * d.columns;
    int64 sum = 0;
    for (int64 k = 0; k < d.depth; k++)
      sum += int64(a[row * d.row_a + k * d.depth_a]) * int64(b[k * d.depth_b + column * d.column_b]);
    sum *= d.alpha;
    if (c) sum += d.beta * int64(c[row * d.row_c + column * d.column_c]);
    y[row * d.row_y + column] = T(sum);
  }
}
KERNEL product_int8(Product d, const int8 *a, const int8 *b, const int8 *c, int8 *y) { product(d, a, b, c, y); }
KERNEL product_uint8(Product d, const uint8 *a, const uint8 *b, const uint8 *c, uint8 *y) { product(d, a, b, c, y); }
KERNEL product_int16(Product d, const int16 *a, const int16 *b, const int16 *c, int16 *y) { product(d, a, b, c, y); }
KERNEL product_uint16(Product d, const uint16 *a, const uint16 *b, const uint16 *c, uint16 *y) { product(d, a, b, c, y); }
KERNEL product_int32(Product d, const int32 *a, const int32 *b, const int32 *c, int32 *y) { product(d, a, b, c, y); }
KERNEL product_uint32(Product d, const uint32 *a, const uint32 *b, const uint32 *c, uint32 *y) { product(d, a, b, c, y); }
KERNEL product_int64(Product d, const int64 *a, const int64 *b, const int64 *c, int64 *y) { product(d, a, b, c, y); }
