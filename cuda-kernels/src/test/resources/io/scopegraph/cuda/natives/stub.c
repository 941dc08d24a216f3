/* Stand-ins for CUDA's libraries: they answer the questions that are asked before a device is used. */
#include <stdio.h>
#include <string.h>

#ifdef STUB_DRIVER
int cuDriverGetVersion(int *version) { *version = DRIVER_VERSION; return 0; }
int cuInit(unsigned flags) { return INIT_STATUS; }
int cuDeviceGetCount(int *count) { *count = DEVICES; return 0; }
int cuDeviceGet(int *device, int index) { *device = 40 + index; return 0; }
int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, length, "Stub %d", device - 40);
  return 0;
}
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t)24 << 30; return 0; }
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = attribute == 75 ? COMPUTE / 10 : attribute == 76 ? COMPUTE % 10 : -1;
  return 0;
}
int cuGetErrorName(int status, const char **name) { *name = "STUB_ERROR"; return 0; }
int cuGetErrorString(int status, const char **text) { *text = "a stub's words"; return 0; }
#endif

#ifdef STUB_CUBLAS
int cublasGetProperty(int kind, int *value) { *value = kind == 0 ? 12 : kind == 1 ? 6 : 4; return 0; }
int cublasCreate_v2(void **handle) { return 1; }
#endif

#ifdef STUB_CUDNN
size_t cudnnGetVersion(void) { return CUDNN_VERSION; }
size_t cudnnGetCudartVersion(void) { return CUDART_VERSION; }
#endif

#ifdef STUB_NVRTC
int nvrtcVersion(int *major, int *minor) { *major = 12; *minor = 6; return 0; }
int nvrtcGetNumSupportedArchs(int *count) { *count = 3; return 0; }
int nvrtcGetSupportedArchs(int *all) { all[0] = 50; all[1] = 75; all[2] = 90; return 0; }
#endif

#ifdef PLANTED
__attribute__((constructor)) static void planted(void) { puts("PLANTED LIBRARY RUNS"); fflush(stdout); }
#endif
