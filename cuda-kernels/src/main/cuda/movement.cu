// Uses: nest.
// Movements of elements that are not looked at, by units of 8 to 128 bits: as many neighbouring elements as allow it.

struct alignas(16) uint128 { uint32 words[4]; };

// Operand 0 is the target, 1 the source.
template <class T> __device__ void move(int64 units, const Nest<2> &nest, const T *x, T *y) {
  FOR_EACH(i, units) {
    int64 at[2];
    locate(nest, i, at);
    y[at[0]] = x[at[1]];
  }
}
KERNEL move_8(int64 units, Nest<2> nest, const uint8 *x, uint8 *y) { move(units, nest, x, y); }
KERNEL move_16(int64 units, Nest<2> nest, const uint16 *x, uint16 *y) { move(units, nest, x, y); }
KERNEL move_32(int64 units, Nest<2> nest, const uint32 *x, uint32 *y) { move(units, nest, x, y); }
KERNEL move_64(int64 units, Nest<2> nest, const int64 *x, int64 *y) { move(units, nest, x, y); }
KERNEL move_128(int64 units, Nest<2> nest, const uint128 *x, uint128 *y) { move(units, nest, x, y); }

// Transposes planes: the source is contiguous along `width`, the target along `height`. Tiles of 32 by 32 go through
// shared memory, so that both sides are walked in whole cache lines; the odd length of a tile's rows keeps its columns in
// different banks.
#define TILE 32
#define TILE_ROWS 8
template <class T>
__device__ void transpose(
    int64 planes, const Nest<2> &nest, int64 width, int64 height, int64 source_stride, int64 target_stride, const T *x, T *y) {
  __shared__ T tile[TILE][TILE + 1];
  int64 across = (width + TILE - 1) / TILE, down = (height + TILE - 1) / TILE;
  int column = threadIdx.x % TILE, row = threadIdx.x / TILE;
  for (int64 i = blockIdx.x; i < planes * across * down; i += gridDim.x) {
    int64 rest, plane, left, top, at[2];
    divide(i, across, rest, left);
    divide(rest, down, plane, top);
    locate(nest, plane, at);
    left *= TILE;
    top *= TILE;
    for (int k = row; k < TILE; k += TILE_ROWS)
      if (left + column < width && top + k < height)
        tile[k][column] = x[at[1] + (top + k) * source_stride + left + column];
    __syncthreads();
    for (int k = row; k < TILE; k += TILE_ROWS)
      if (top + column < height && left + k < width)
        y[at[0] + (left + k) * target_stride + top + column] = tile[column][k];
    __syncthreads();
  }
}
#define TRANSPOSE(bits, T)                                                                                               \
  KERNEL transpose_##bits(                                                                                               \
      int64 planes, Nest<2> nest, int64 width, int64 height, int64 source_stride, int64 target_stride, const T *x, T *y) { \
    transpose(planes, nest, width, height, source_stride, target_stride, x, y);                                          \
  }
TRANSPOSE(8, uint8)
TRANSPOSE(16, uint16)
TRANSPOSE(32, uint32)
TRANSPOSE(64, int64)
