// Uses: nest.
// Slices picked by indices. A negative index counts from the end; one out of range is clamped.

struct alignas(16) uint128 { uint32 words[4]; };

template <class T, class I>
__device__ void gather(int64 units, int64 run, int64 picked, int64 extent, const T *x, const I *indices, T *y) {
  FOR_EACH(i, units) {
    int64 row, cell, outer, which;
    divide(i, run, row, cell);
    divide(row, picked, outer, which);
    int64 index = indices[which];
    if (index < 0) index += extent;
    index = index < 0 ? 0 : index >= extent ? extent - 1 : index;
    y[i] = x[(outer * extent + index) * run + cell];
  }
}
#define GATHER(bits, T)                                                                                        \
  KERNEL gather_##bits##_int32(                                                                                \
      int64 units, int64 run, int64 picked, int64 extent, const T *x, const int32 *indices, T *y) {            \
    gather(units, run, picked, extent, x, indices, y);                                                         \
  }                                                                                                            \
  KERNEL gather_##bits##_int64(                                                                                \
      int64 units, int64 run, int64 picked, int64 extent, const T *x, const int64 *indices, T *y) {            \
    gather(units, run, picked, extent, x, indices, y);                                                         \
  }
GATHER(8, uint8)
GATHER(16, uint16)
GATHER(32, uint32)
GATHER(64, int64)
GATHER(128, uint128)
