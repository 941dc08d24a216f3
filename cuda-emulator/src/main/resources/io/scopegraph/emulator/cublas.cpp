// libcublas.so.12: its version.
extern "C" {
// 0 asks for the major part of the version, 1 for the minor one, 2 for the patch level.
int cublasGetProperty(int property, int *value) {
  const int version[] = {12, 6, 4};
  if (property < 0 || property > 2) return 7;
  *value = version[property];
  return 0;
}
}
