// The element types and the functions of one and of two elements. Included by the themes that compute; the functions'
// numbers are their places in the Java enumerations UnaryFunction and BinaryFunction.

typedef float float32;
typedef double float64;
struct boolean { unsigned char byte; };

// How elements of a type are computed: floats of up to 32 bits as float, float64 as double, all others as 64-bit integers,
// of which narrow types keep the low bits.
template <class T> struct Number {
  typedef int64 Wide;
  static __device__ inline int64 widen(T v) { return int64(v); }
  static __device__ inline T narrow(int64 v) { return T(v); }
};
template <> struct Number<float32> {
  typedef float Wide;
  static __device__ inline float widen(float v) { return v; }
  static __device__ inline float narrow(float v) { return v; }
};
template <> struct Number<float64> {
  typedef double Wide;
  static __device__ inline double widen(double v) { return v; }
  static __device__ inline double narrow(double v) { return v; }
};
template <> struct Number<float16> {
  typedef float Wide;
  static __device__ inline float widen(float16 v) { return ::widen(v); }
  static __device__ inline float16 narrow(float v) { return narrow16(v); }
};
template <> struct Number<bfloat16> {
  typedef float Wide;
  static __device__ inline float widen(bfloat16 v) { return ::widen(v); }
  static __device__ inline bfloat16 narrow(float v) { return narrowb16(v); }
};
template <> struct Number<boolean> {
  typedef int64 Wide;
  static __device__ inline int64 widen(boolean v) { return v.byte != 0; }
  static __device__ inline boolean narrow(int64 v) { boolean b; b.byte = v != 0; return b; }
};

// Neighbouring elements that are read and written at once.
template <class T, int N> struct alignas(sizeof(T) * N) Pack { T at[N]; };

enum Unary {
  UNARY_ABS, UNARY_CEIL, UNARY_CLIP, UNARY_COS, UNARY_ELU, UNARY_ERF, UNARY_EXP, UNARY_FLOOR, UNARY_HARD_SIGMOID,
  UNARY_HARD_SWISH, UNARY_IDENTITY, UNARY_LEAKY_RELU, UNARY_LOG, UNARY_NEG, UNARY_NOT, UNARY_RECIPROCAL, UNARY_RELU,
  UNARY_RELU6, UNARY_ROUND, UNARY_RSQRT, UNARY_SIGMOID, UNARY_SIGN, UNARY_SIN, UNARY_SOFTPLUS, UNARY_SOFTSIGN,
  UNARY_SQRT, UNARY_SQUARE, UNARY_SWISH, UNARY_TANH
};
enum Binary {
  BINARY_ADD, BINARY_AND, BINARY_DIV, BINARY_EQUAL, BINARY_GREATER, BINARY_GREATER_EQUAL, BINARY_LESS, BINARY_LESS_EQUAL,
  BINARY_MAXIMUM, BINARY_MINIMUM, BINARY_MOD, BINARY_MUL, BINARY_NOT_EQUAL, BINARY_OR, BINARY_POW, BINARY_PRELU,
  BINARY_SQUARED_DIFFERENCE, BINARY_SUB, BINARY_XOR
};

// The functions of the mathematical library by one name for both widths.
#define MATH_1(name)                                                      \
  __device__ inline float name##_of(float x) { return name##f(x); }       \
  __device__ inline double name##_of(double x) { return name(x); }
#define MATH_2(name)                                                                      \
  __device__ inline float name##_of(float x, float y) { return name##f(x, y); }           \
  __device__ inline double name##_of(double x, double y) { return name(x, y); }
MATH_1(ceil) MATH_1(cos) MATH_1(erf) MATH_1(exp) MATH_1(expm1) MATH_1(fabs) MATH_1(floor) MATH_1(log) MATH_1(log1p)
MATH_1(rint) MATH_1(sin) MATH_1(sqrt) MATH_1(tanh) MATH_2(fmod) MATH_2(pow)
#undef MATH_1
#undef MATH_2
__device__ inline float multiply_add(float x, float y, float z) { return fmaf(x, y, z); }
__device__ inline double multiply_add(double x, double y, double z) { return fma(x, y, z); }

// The larger and the smaller of two; NaN if either is.
template <class W> __device__ inline W larger(W x, W y) { return x >= y || x != x ? x : y; }
template <class W> __device__ inline W smaller(W x, W y) { return x <= y || x != x ? x : y; }

template <class W> __device__ inline W clip(W x, W low, W high) {
  W least = x < low ? low : x;
  return least > high ? high : least;
}
template <class W> __device__ inline W sigmoid(W x) {
  W decay = exp_of(-fabs_of(x));
  return (x >= 0 ? W(1) : decay) / (1 + decay);
}
template <class W> __device__ inline W softplus(W x) { return (x > 0 ? x : W(0)) + log1p_of(exp_of(-fabs_of(x))); }
template <class W> __device__ inline W floor_mod(W x, W y) {
  W remainder = fmod_of(x, y);
  return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
}

// A function of each of N floating-point elements. All threads of a launch take the same way through the switch.
#define UNARY_CASE(name, result)                            \
  case UNARY_##name:                                        \
    _Pragma("unroll") for (int k = 0; k < N; k++) {         \
      W x = v[k];                                           \
      v[k] = (result);                                      \
    }                                                       \
    break;
template <int N, class W> __device__ inline void apply_floating(int function, W a, W b, W (&v)[N]) {
  switch (function) {
    UNARY_CASE(ABS, fabs_of(x))
    UNARY_CASE(CEIL, ceil_of(x))
    UNARY_CASE(CLIP, clip(x, a, b))
    UNARY_CASE(COS, cos_of(x))
    UNARY_CASE(ELU, x >= 0 ? x : a * expm1_of(x))
    UNARY_CASE(ERF, erf_of(x))
    UNARY_CASE(EXP, exp_of(x))
    UNARY_CASE(FLOOR, floor_of(x))
    UNARY_CASE(HARD_SIGMOID, clip(multiply_add(a, x, b), W(0), W(1)))
    UNARY_CASE(HARD_SWISH, x *clip(x / 6 + W(0.5), W(0), W(1)))
    UNARY_CASE(LEAKY_RELU, x >= 0 ? x : a * x)
    UNARY_CASE(LOG, log_of(x))
    UNARY_CASE(NEG, -x)
    UNARY_CASE(RECIPROCAL, 1 / x)
    UNARY_CASE(RELU, x < 0 ? W(0) : x)
    UNARY_CASE(RELU6, clip(x, W(0), W(6)))
    UNARY_CASE(ROUND, rint_of(x))
    UNARY_CASE(RSQRT, 1 / sqrt_of(x))
    UNARY_CASE(SIGMOID, sigmoid(x))
    UNARY_CASE(SIGN, x > 0 ? W(1) : x < 0 ? W(-1) : x)
    UNARY_CASE(SIN, sin_of(x))
    UNARY_CASE(SOFTPLUS, softplus(x))
    UNARY_CASE(SOFTSIGN, x / (1 + fabs_of(x)))
    UNARY_CASE(SQRT, sqrt_of(x))
    UNARY_CASE(SQUARE, x *x)
    UNARY_CASE(SWISH, x *sigmoid(x))
    UNARY_CASE(TANH, tanh_of(x))
    default: break; // IDENTITY; NOT takes no floats
  }
}
template <int N> __device__ inline void apply_unary_each(int function, float a, float b, float (&v)[N]) {
  apply_floating(function, a, b, v);
}
template <int N> __device__ inline void apply_unary_each(int function, double a, double b, double (&v)[N]) {
  apply_floating(function, a, b, v);
}

// The same of integers and of bools, which are 0 and 1. Overflow wraps around.
__device__ inline int64 product(int64 x, int64 y) { return int64((unsigned long long)x * (unsigned long long)y); }
__device__ inline int64 sum(int64 x, int64 y) { return int64((unsigned long long)x + (unsigned long long)y); }
__device__ inline int64 negative(int64 x) { return int64(0ull - (unsigned long long)x); }
template <int N> __device__ inline void apply_unary_each(int function, int64 a, int64 b, int64 (&v)[N]) {
  typedef int64 W;
  switch (function) {
    UNARY_CASE(ABS, x < 0 ? negative(x) : x)
    UNARY_CASE(CLIP, clip(x, a, b))
    UNARY_CASE(NEG, negative(x))
    UNARY_CASE(NOT, int64(x == 0))
    UNARY_CASE(RELU, x < 0 ? int64(0) : x)
    UNARY_CASE(SIGN, int64(x > 0) - int64(x < 0))
    UNARY_CASE(SQUARE, product(x, x))
    default: break; // IDENTITY; the others take no integers
  }
}
#undef UNARY_CASE

// A function of one element.
template <class W> __device__ inline W apply_unary(int function, W a, W b, W x) {
  W v[1] = {x};
  apply_unary_each(function, a, b, v);
  return v[0];
}

// An arithmetic function of N pairs of elements; the results replace the first ones.
#define BINARY_CASE(name, result)                           \
  case BINARY_##name:                                       \
    _Pragma("unroll") for (int k = 0; k < N; k++) {         \
      W x = v[k], y = u[k];                                 \
      v[k] = (result);                                      \
    }                                                       \
    break;
template <int N, class W> __device__ inline void apply_floating(int function, W (&v)[N], const W (&u)[N]) {
  switch (function) {
    BINARY_CASE(ADD, x + y)
    BINARY_CASE(DIV, x / y)
    BINARY_CASE(MAXIMUM, larger(x, y))
    BINARY_CASE(MINIMUM, smaller(x, y))
    BINARY_CASE(MOD, floor_mod(x, y))
    BINARY_CASE(MUL, x *y)
    BINARY_CASE(POW, pow_of(x, y))
    BINARY_CASE(PRELU, x >= 0 ? x : y * x)
    BINARY_CASE(SQUARED_DIFFERENCE, (x - y) * (x - y))
    BINARY_CASE(SUB, x - y)
    default: break; // the others give a bool
  }
}
template <int N> __device__ inline void apply_binary_each(int function, float (&v)[N], const float (&u)[N]) {
  apply_floating(function, v, u);
}
template <int N> __device__ inline void apply_binary_each(int function, double (&v)[N], const double (&u)[N]) {
  apply_floating(function, v, u);
}

// Integer quotients are rounded toward zero, and those by zero are 0, as are the remainders.
__device__ inline int64 quotient(int64 x, int64 y) { return y == 0 ? 0 : y == -1 ? negative(x) : x / y; }
__device__ inline int64 floor_mod(int64 x, int64 y) {
  if (y == 0 || y == -1) return 0;
  int64 remainder = x % y;
  return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
}
__device__ inline int64 power(int64 base, int64 exponent) {
  if (exponent < 0) return base == 1 ? 1 : base == -1 ? ((exponent & 1) != 0 ? -1 : 1) : 0;
  int64 result = 1;
  for (int64 square = base; exponent > 0; exponent >>= 1, square = product(square, square))
    if (exponent & 1) result = product(result, square);
  return result;
}
template <int N> __device__ inline void apply_binary_each(int function, int64 (&v)[N], const int64 (&u)[N]) {
  typedef int64 W;
  switch (function) {
    BINARY_CASE(ADD, sum(x, y))
    BINARY_CASE(DIV, quotient(x, y))
    BINARY_CASE(MAXIMUM, larger(x, y))
    BINARY_CASE(MINIMUM, smaller(x, y))
    BINARY_CASE(MOD, floor_mod(x, y))
    BINARY_CASE(MUL, product(x, y))
    BINARY_CASE(POW, power(x, y))
    BINARY_CASE(PRELU, x >= 0 ? x : product(y, x))
    BINARY_CASE(SQUARED_DIFFERENCE, product(sum(x, negative(y)), sum(x, negative(y))))
    BINARY_CASE(SUB, sum(x, negative(y)))
    default: break; // the others give a bool
  }
}
#undef BINARY_CASE

// An arithmetic function of one pair.
template <class W> __device__ inline W apply_binary(int function, W x, W y) {
  W v[1] = {x}, u[1] = {y};
  apply_binary_each(function, v, u);
  return v[0];
}

// A comparison, or a logical function of bools, of one pair.
template <class W> __device__ inline bool apply_test(int function, W x, W y) {
  switch (function) {
    case BINARY_AND: return x != 0 && y != 0;
    case BINARY_EQUAL: return x == y;
    case BINARY_GREATER: return x > y;
    case BINARY_GREATER_EQUAL: return x >= y;
    case BINARY_LESS: return x < y;
    case BINARY_LESS_EQUAL: return x <= y;
    case BINARY_NOT_EQUAL: return x != y;
    case BINARY_OR: return x != 0 || y != 0;
    case BINARY_XOR: return (x != 0) != (y != 0);
    default: return false; // the others are arithmetic
  }
}

// Makes one kernel for each element type.
#define FOR_FLOATS(make) make(float32) make(float16) make(bfloat16)
#define FOR_NUMBERS(make) \
  FOR_FLOATS(make) make(float64) make(int8) make(uint8) make(int16) make(uint16) make(int32) make(uint32) make(int64)
#define FOR_ALL(make) FOR_NUMBERS(make) make(boolean)
