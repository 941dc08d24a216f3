// Blocks of elements that several operands hold in arrangements of their own.

#define MOST_AXES 8

// The axes of a block, the innermost first, with the distance in elements along each of them for every operand.
template <int OPERANDS> struct Nest {
  int64 axes;
  int64 extents[MOST_AXES];
  int64 strides[OPERANDS][MOST_AXES];
};

// The quotient and the remainder of numbers that are not negative. Those of 32 bits take the short way; longer ones are
// divided bit by bit, for the compiler's own division would be a call, around which registers are spilled.
__device__ inline void divide(int64 x, int64 y, int64 &quotient, int64 &remainder) {
  if (((x | y) >> 32) == 0) {
    uint32 q = uint32(x) / uint32(y);
    quotient = q;
    remainder = uint32(x) - q * uint32(y);
    return;
  }
  int64 q = 0, r = 0;
  for (int bit = 62; bit >= 0; bit--) {
    r = r << 1 | (x >> bit & 1);
    q <<= 1;
    if (r >= y) {
      r -= y;
      q |= 1;
    }
  }
  quotient = q;
  remainder = r;
}

// Where each operand has the element of a number.
template <int OPERANDS> __device__ inline void locate(const Nest<OPERANDS> &nest, int64 i, int64 (&at)[OPERANDS]) {
#pragma unroll
  for (int operand = 0; operand < OPERANDS; operand++) at[operand] = 0;
  int last = int(nest.axes) - 1;
  for (int axis = 0; axis < last; axis++) {
    int64 rest, index;
    divide(i, nest.extents[axis], rest, index);
#pragma unroll
    for (int operand = 0; operand < OPERANDS; operand++) at[operand] += index * nest.strides[operand][axis];
    i = rest;
  }
  if (last >= 0) {
#pragma unroll
    for (int operand = 0; operand < OPERANDS; operand++) at[operand] += i * nest.strides[operand][last];
  }
}
