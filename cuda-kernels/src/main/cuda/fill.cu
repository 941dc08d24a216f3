// Sets all elements to one value, given by its bits.

template <class T> __device__ void fill(int64 n, T value, T *y) {
  FOR_EACH(i, n) y[i] = value;
}

KERNEL fill_8(int64 n, uint8 value, uint8 *y) { fill(n, value, y); }
KERNEL fill_16(int64 n, uint16 value, uint16 *y) { fill(n, value, y); }
KERNEL fill_32(int64 n, uint32 value, uint32 *y) { fill(n, value, y); }
KERNEL fill_64(int64 n, int64 value, int64 *y) { fill(n, value, y); }
