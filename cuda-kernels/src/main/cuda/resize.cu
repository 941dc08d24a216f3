// Uses: functions, nest.
// Sampling on another grid, and padding. Where each cell of an axis comes from stands in tables that were made once.

struct alignas(16) uint128 { uint32 words[4]; };

// The axes of the output, the innermost first. An axis whose cells come from others has a table.
struct Mapping {
  int64 axes;
  int64 extents[MOST_AXES];
  int64 source[MOST_AXES];
  int64 target[MOST_AXES];
  int64 table[MOST_AXES]; // where the axis's table begins, -1 if it has none
};

// Takes each cell from the one that the tables name, or fills it where a table holds -1.
template <class T>
__device__ void map_cells(int64 units, const Mapping &mapping, const int32 *tables, T fill, const T *x, T *y) {
  FOR_EACH(i, units) {
    int64 left = i, from = 0, to = 0;
    bool outside = false;
    for (int axis = 0; axis < int(mapping.axes); axis++) {
      int64 rest, cell;
      divide(left, mapping.extents[axis], rest, cell);
      left = rest;
      to += cell * mapping.target[axis];
      if (mapping.table[axis] >= 0) cell = tables[mapping.table[axis] + cell];
      outside |= cell < 0;
      from += cell * mapping.source[axis];
    }
    y[to] = outside ? fill : x[from];
  }
}
// The fill of wider units repeats that of an element.
template <class T> __device__ inline T repeated(int64 bits) { return T(bits); }
template <> __device__ inline uint128 repeated<uint128>(int64 bits) {
  uint128 fill;
  fill.words[0] = fill.words[2] = uint32(bits);
  fill.words[1] = fill.words[3] = uint32((unsigned long long)bits >> 32);
  return fill;
}
#define MAP(bits, T)                                                                                           \
  KERNEL map_##bits(int64 units, Mapping mapping, const int32 *tables, int64 fill, const T *x, T *y) {           \
    map_cells(units, mapping, tables, repeated<T>(fill), x, y);                                                \
  }
MAP(8, uint8)
MAP(16, uint16)
MAP(32, uint32)
MAP(64, int64)
MAP(128, uint128)

// The axes that stay as they are, from one to another.
__device__ inline void locate_unchanged(const Mapping &mapping, int begin, int end, int64 &left, int64 &from, int64 &to) {
  for (int axis = begin; axis < end; axis++) {
    int64 rest, cell;
    divide(left, mapping.extents[axis], rest, cell);
    left = rest;
    from += cell * mapping.source[axis];
    to += cell * mapping.target[axis];
  }
}
// Linear interpolation along AXES axes, those that follow `inner` unchanged ones in the mapping. The table of such an axis
// has three parts, each as long as the axis: the cell below or -1 outside, the cell above, the weight of the latter.
template <class T, int AXES, int N>
__device__ void linear(
    int64 packs, const Mapping &mapping, int inner, const int32 *tables, float extrapolation, const T *x, T *y) {
  FOR_EACH(i, packs) {
    int64 left = i, from = 0, to = 0;
    bool outside = false;
    locate_unchanged(mapping, 0, inner, left, from, to);
    int64 below[AXES], above[AXES];
    float fraction[AXES];
#pragma unroll
    for (int k = 0; k < AXES; k++) {
      int axis = inner + k;
      int64 rest, cell, extent = mapping.extents[axis];
      divide(left, extent, rest, cell);
      left = rest;
      to += cell * mapping.target[axis];
      const int32 *table = tables + mapping.table[axis] + cell;
      outside |= table[0] < 0;
      below[k] = table[0] * mapping.source[axis];
      above[k] = table[extent] * mapping.source[axis];
      fraction[k] = __int_as_float(table[2 * extent]);
    }
    locate_unchanged(mapping, inner + AXES, int(mapping.axes), left, from, to);
    float sums[N];
#pragma unroll
    for (int n = 0; n < N; n++) sums[n] = outside ? extrapolation : 0;
    for (int corner = 0; corner < 1 << AXES && !outside; corner++) {
      float weight = 1;
      int64 at = from;
#pragma unroll
      for (int k = AXES - 1; k >= 0; k--) {
        bool upper = (corner >> k & 1) != 0;
        weight *= upper ? fraction[k] : 1 - fraction[k];
        at += upper ? above[k] : below[k];
      }
      if (weight != 0) {
        Pack<T, N> pack = *reinterpret_cast<const Pack<T, N> *>(x + at);
#pragma unroll
        for (int n = 0; n < N; n++) sums[n] = fmaf(weight, Number<T>::widen(pack.at[n]), sums[n]);
      }
    }
    Pack<T, N> pack;
#pragma unroll
    for (int n = 0; n < N; n++) pack.at[n] = Number<T>::narrow(sums[n]);
    *reinterpret_cast<Pack<T, N> *>(y + to) = pack;
  }
}
#define LINEAR(T)                                                                                                         \
  KERNEL linear_2_##T(                                                                                                    \
      int64 packs, Mapping mapping, int inner, const int32 *tables, float extrapolation, const T *x, T *y) {              \
    linear<T, 2, 1>(packs, mapping, inner, tables, extrapolation, x, y);                                                  \
  }                                                                                                                       \
  KERNEL linear_2_##T##_x4(                                                                                               \
      int64 packs, Mapping mapping, int inner, const int32 *tables, float extrapolation, const T *x, T *y) {              \
    linear<T, 2, 4>(packs, mapping, inner, tables, extrapolation, x, y);                                                  \
  }                                                                                                                       \
  KERNEL linear_4_##T(                                                                                                    \
      int64 packs, Mapping mapping, int inner, const int32 *tables, float extrapolation, const T *x, T *y) {              \
    linear<T, 4, 1>(packs, mapping, inner, tables, extrapolation, x, y);                                                  \
  }
FOR_FLOATS(LINEAR)
