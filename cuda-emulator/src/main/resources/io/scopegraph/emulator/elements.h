// Elements as cuBLAS and cuDNN read and write them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace emulator {
enum class Element { FLOAT32, FLOAT64, FLOAT16, BFLOAT16 };

inline size_t size_of(Element type) { return type == Element::FLOAT64 ? 8 : type == Element::FLOAT32 ? 4 : 2; }

template <class To, class From> To same_bits(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  memcpy(&to, &from, sizeof to);
  return to;
}
inline double load(const void *base, Element type, int64_t at) {
  switch (type) {
    case Element::FLOAT64: return static_cast<const double *>(base)[at];
    case Element::FLOAT32: return static_cast<const float *>(base)[at];
    case Element::FLOAT16: return float(same_bits<_Float16>(static_cast<const uint16_t *>(base)[at]));
    default: return same_bits<float>(uint32_t(static_cast<const uint16_t *>(base)[at]) << 16);
  }
}
inline uint16_t to_bfloat16(float f) {
  uint32_t u = same_bits<uint32_t>(f);
  if ((u & 0x7fffffffu) > 0x7f800000u) return uint16_t(u >> 16 | 0x40u); // NaN stays NaN
  return uint16_t((u + 0x7fffu + (u >> 16 & 1u)) >> 16);
}
inline void store(void *base, Element type, int64_t at, double value) {
  switch (type) {
    case Element::FLOAT64: static_cast<double *>(base)[at] = value; break;
    case Element::FLOAT32: static_cast<float *>(base)[at] = float(value); break;
    case Element::FLOAT16: static_cast<uint16_t *>(base)[at] = same_bits<uint16_t>(_Float16(float(value))); break;
    default: static_cast<uint16_t *>(base)[at] = to_bfloat16(float(value));
  }
}
// What the matrix units of TF32 read: 10 bits of fraction.
inline float to_tf32(float f) {
  uint32_t u = same_bits<uint32_t>(f);
  if ((u & 0x7f800000u) == 0x7f800000u) return f;
  return same_bits<float>((u + 0xfffu + (u >> 13 & 1u)) & ~0x1fffu);
}
}
