// Uses: functions.
// Conversions between all element types. Floating-point numbers become integers by truncation toward zero to 64 bits, of
// which narrow types keep the low ones; numbers beyond 64 bits become the nearest limit, and NaN becomes 0.

enum Type {
  TYPE_FLOAT32, TYPE_FLOAT16, TYPE_BFLOAT16, TYPE_FLOAT64, TYPE_INT8, TYPE_UINT8, TYPE_INT16, TYPE_UINT16, TYPE_INT32,
  TYPE_UINT32, TYPE_INT64, TYPE_BOOL
};

__device__ inline int64 truncated(double v) {
  if (v != v) return 0;
  if (v >= 9223372036854775808.0) return 0x7fffffffffffffffll;
  if (v <= -9223372036854775808.0) return -0x7fffffffffffffffll - 1;
  return int64(v);
}
__device__ inline double load_floating(int type, const void *x, int64 i) {
  switch (type) {
    case TYPE_FLOAT32: return static_cast<const float32 *>(x)[i];
    case TYPE_FLOAT16: return widen(static_cast<const float16 *>(x)[i]);
    case TYPE_BFLOAT16: return widen(static_cast<const bfloat16 *>(x)[i]);
    default: return static_cast<const float64 *>(x)[i];
  }
}
__device__ inline int64 load_integer(int type, const void *x, int64 i) {
  switch (type) {
    case TYPE_INT8: return static_cast<const int8 *>(x)[i];
    case TYPE_UINT8: return static_cast<const uint8 *>(x)[i];
    case TYPE_INT16: return static_cast<const int16 *>(x)[i];
    case TYPE_UINT16: return static_cast<const uint16 *>(x)[i];
    case TYPE_INT32: return static_cast<const int32 *>(x)[i];
    case TYPE_UINT32: return static_cast<const uint32 *>(x)[i];
    case TYPE_INT64: return static_cast<const int64 *>(x)[i];
    default: return static_cast<const uint8 *>(x)[i] != 0;
  }
}
__device__ inline void store_floating(int type, void *y, int64 i, double v) {
  switch (type) {
    case TYPE_FLOAT32: static_cast<float32 *>(y)[i] = float(v); break;
    case TYPE_FLOAT16: static_cast<float16 *>(y)[i] = narrow16(float(v)); break;
    case TYPE_BFLOAT16: static_cast<bfloat16 *>(y)[i] = narrowb16(float(v)); break;
    default: static_cast<float64 *>(y)[i] = v; break;
  }
}
__device__ inline void store_integer(int type, void *y, int64 i, int64 v) {
  switch (type) {
    case TYPE_INT8:
    case TYPE_UINT8: static_cast<uint8 *>(y)[i] = uint8(v); break;
    case TYPE_INT16:
    case TYPE_UINT16: static_cast<uint16 *>(y)[i] = uint16(v); break;
    case TYPE_INT32:
    case TYPE_UINT32: static_cast<uint32 *>(y)[i] = uint32(v); break;
    case TYPE_INT64: static_cast<int64 *>(y)[i] = v; break;
    default: static_cast<uint8 *>(y)[i] = v != 0; break;
  }
}

KERNEL cast_any(int64 elements, int from, int to, const void *x, void *y) {
  bool into_floating = to <= TYPE_FLOAT64;
  FOR_EACH(i, elements) {
    if (from <= TYPE_FLOAT64) {
      double v = load_floating(from, x, i);
      if (into_floating) store_floating(to, y, i, v);
      else store_integer(to, y, i, to == TYPE_BOOL ? int64(v != 0) : truncated(v));
    } else {
      int64 v = load_integer(from, x, i);
      if (into_floating) store_floating(to, y, i, double(v));
      else store_integer(to, y, i, v);
    }
  }
}

// The pairs that half precision takes often, four elements at once and the rest one by one.
template <class A, class B> __device__ void convert(int64 elements, const A *x, B *y) {
  int64 packs = elements / 4;
  FOR_EACH(i, packs) {
    Pack<A, 4> from = reinterpret_cast<const Pack<A, 4> *>(x)[i];
    Pack<B, 4> to;
#pragma unroll
    for (int k = 0; k < 4; k++) to.at[k] = Number<B>::narrow(Number<A>::widen(from.at[k]));
    reinterpret_cast<Pack<B, 4> *>(y)[i] = to;
  }
  int64 rest = elements - 4 * packs;
  FOR_EACH(i, rest) y[4 * packs + i] = Number<B>::narrow(Number<A>::widen(x[4 * packs + i]));
}
#define CAST(A, B) \
  KERNEL cast_##A##_##B(int64 elements, const A *x, B *y) { convert(elements, x, y); }
CAST(float32, float16)
CAST(float32, bfloat16)
CAST(float16, float32)
CAST(bfloat16, float32)
CAST(float16, bfloat16)
CAST(bfloat16, float16)
