// libcuda.so.1: what the backend uses of the driver. One device of compute capability 9.0 with two multiprocessors, so
// that small tensors already take several rounds of a grid.
#include "emulator.h"
#include <chrono>
#include <cstdio>
#include <cstring>

using namespace emulator;
namespace {
constexpr int DEVICES = 2;
int contexts[DEVICES];
char context_marks[DEVICES];
thread_local void *bound;

struct Graph { std::vector<Work> *work; };
struct Executable { std::vector<Work> work; };
struct Event { std::chrono::steady_clock::time_point time; };

int needs_context() {
  if (!is_initialized()) return NOT_INITIALIZED;
  if (!bound) return INVALID_CONTEXT;
  return lost();
}
const char *name_of_status(int status) {
  switch (status) {
    case 0: return "CUDA_SUCCESS";
    case 1: return "CUDA_ERROR_INVALID_VALUE";
    case 2: return "CUDA_ERROR_OUT_OF_MEMORY";
    case 700: return "CUDA_ERROR_ILLEGAL_ADDRESS";
    case 719: return "CUDA_ERROR_LAUNCH_FAILED";
    case 801: return "CUDA_ERROR_NOT_SUPPORTED";
    case 900: return "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED";
    case 901: return "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED";
    default: return "CUDA_ERROR_UNKNOWN";
  }
}
int copy(Stream *stream, void *to, const void *from, size_t bytes, bool to_device, bool from_device) {
  return enqueue(stream, [=] {
    if (to_device && !owns(to, bytes)) return lose(ILLEGAL_ADDRESS, "a copy writes outside of device memory");
    if (from_device && !owns(from, bytes)) return lose(ILLEGAL_ADDRESS, "a copy reads outside of device memory");
    memcpy(to, from, bytes);
    return int(SUCCESS);
  });
}
}
#define WITH_CONTEXT(name, ...)      \
  EMULATOR_CALL(name __VA_OPT__(, ) __VA_ARGS__); \
  if (int status = needs_context()) return status
#define NOT_WHILE_CAPTURING(name) \
  if (breaks_capture(name)) return CAPTURE_UNSUPPORTED


extern "C" {
int cuInit(unsigned flags) {
  EMULATOR_CALL("cuInit");
  if (flags) return INVALID_VALUE;
  initialize();
  return SUCCESS;
}
int cuDriverGetVersion(int *version) {
  EMULATOR_CALL("cuDriverGetVersion");
  *version = 12060;
  return SUCCESS;
}
int cuGetErrorName(int status, const char **name) {
  *name = name_of_status(status);
  return SUCCESS;
}
int cuGetErrorString(int status, const char **text) { return cuGetErrorName(status, text); }
int cuDeviceGetCount(int *count) {
  EMULATOR_CALL("cuDeviceGetCount");
  if (!is_initialized()) return NOT_INITIALIZED;
  *count = DEVICES;
  return SUCCESS;
}
int cuDeviceGet(int *device, int ordinal) {
  EMULATOR_CALL("cuDeviceGet", ordinal);
  if (!is_initialized()) return NOT_INITIALIZED;
  if (ordinal < 0 || ordinal >= DEVICES) return INVALID_DEVICE;
  *device = ordinal;
  return SUCCESS;
}
int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, size_t(length), "Emulated GPU %d", device);
  return SUCCESS;
}
int cuDeviceTotalMem_v2(size_t *bytes, int) {
  *bytes = total_bytes();
  return SUCCESS;
}
int cuDeviceGetPCIBusId(char *id, int length, int device) {
  snprintf(id, size_t(length), "0000:0%d:00.0", device);
  return SUCCESS;
}
int cuDeviceGetAttribute(int *value, int attribute, int) {
  EMULATOR_CALL("cuDeviceGetAttribute", attribute);
  switch (attribute) {
    case 1: *value = 1024; return SUCCESS;       // threads per block
    case 8: *value = 48 << 10; return SUCCESS;   // shared memory per block
    case 10: *value = 32; return SUCCESS;        // warp size
    case 16: *value = 2; return SUCCESS;         // multiprocessors
    case 39: *value = 2048; return SUCCESS;      // threads per multiprocessor
    case 75: *value = 9; return SUCCESS;         // compute capability, major
    case 76: *value = 0; return SUCCESS;         // and minor
    case 97: *value = 227 << 10; return SUCCESS; // shared memory per block, on request
    default: return INVALID_VALUE;
  }
}
int cuDevicePrimaryCtxRetain(void **context, int device) {
  EMULATOR_CALL("cuDevicePrimaryCtxRetain", device);
  if (!is_initialized()) return NOT_INITIALIZED;
  if (device < 0 || device >= DEVICES) return INVALID_DEVICE;
  contexts[device]++;
  *context = &context_marks[device];
  return SUCCESS;
}
int cuDevicePrimaryCtxRelease_v2(int device) {
  EMULATOR_CALL("cuDevicePrimaryCtxRelease", device);
  if (device < 0 || device >= DEVICES || !contexts[device]) return INVALID_CONTEXT;
  contexts[device]--;
  return SUCCESS;
}
int cuCtxSetCurrent(void *context) {
  bound = context;
  return SUCCESS;
}
int cuCtxGetCurrent(void **context) {
  *context = bound;
  return SUCCESS;
}
int cuCtxGetDevice(int *device) {
  if (!bound) return INVALID_CONTEXT;
  *device = int(static_cast<char *>(bound) - context_marks);
  return SUCCESS;
}

int cuMemGetInfo_v2(size_t *free, size_t *total) {
  WITH_CONTEXT("cuMemGetInfo");
  *free = free_bytes();
  *total = total_bytes();
  return SUCCESS;
}
int cuMemAlloc_v2(void **block, size_t bytes) {
  WITH_CONTEXT("cuMemAlloc", bytes);
  NOT_WHILE_CAPTURING("cuMemAlloc");
  return allocate(bytes, block);
}
int cuMemFree_v2(void *block) {
  EMULATOR_CALL("cuMemFree");
  if (lost()) return lost();
  if (!bound) return INVALID_CONTEXT;
  NOT_WHILE_CAPTURING("cuMemFree");
  return release(block);
}
int cuMemHostRegister_v2(void *address, size_t bytes, unsigned) {
  WITH_CONTEXT("cuMemHostRegister", bytes);
  NOT_WHILE_CAPTURING("cuMemHostRegister");
  return pin(address, bytes);
}
int cuMemHostUnregister(void *address) {
  WITH_CONTEXT("cuMemHostUnregister");
  NOT_WHILE_CAPTURING("cuMemHostUnregister");
  return unpin(address);
}
int cuMemcpyHtoDAsync_v2(void *to, const void *from, size_t bytes, Stream *stream) {
  WITH_CONTEXT("cuMemcpyHtoDAsync", bytes);
  if (is_capturing(stream) && !is_pinned(from, bytes)) return lose(ILLEGAL_ADDRESS, "a captured copy reads memory that is not pinned");
  return copy(stream, to, from, bytes, true, false);
}
int cuMemcpyDtoHAsync_v2(void *to, const void *from, size_t bytes, Stream *stream) {
  WITH_CONTEXT("cuMemcpyDtoHAsync", bytes);
  if (is_capturing(stream) && !is_pinned(to, bytes)) return lose(ILLEGAL_ADDRESS, "a captured copy writes memory that is not pinned");
  return copy(stream, to, from, bytes, false, true);
}
int cuMemcpyDtoDAsync_v2(void *to, const void *from, size_t bytes, Stream *stream) {
  WITH_CONTEXT("cuMemcpyDtoDAsync", bytes);
  return copy(stream, to, from, bytes, true, true);
}
int cuMemsetD8Async(void *to, unsigned char value, size_t count, Stream *stream) {
  WITH_CONTEXT("cuMemsetD8Async", count);
  return enqueue(stream, [=] {
    if (!owns(to, count)) return lose(ILLEGAL_ADDRESS, "a fill writes outside of device memory");
    memset(to, value, count);
    return int(SUCCESS);
  });
}

int cuStreamCreate(Stream **stream, unsigned flags) {
  WITH_CONTEXT("cuStreamCreate", flags);
  NOT_WHILE_CAPTURING("cuStreamCreate");
  *stream = create_stream();
  return SUCCESS;
}
int cuStreamDestroy_v2(Stream *stream) {
  EMULATOR_CALL("cuStreamDestroy");
  return destroy_stream(stream);
}
int cuStreamSynchronize(Stream *stream) {
  WITH_CONTEXT("cuStreamSynchronize");
  NOT_WHILE_CAPTURING("cuStreamSynchronize");
  return synchronize(stream);
}
int cuStreamBeginCapture_v2(Stream *stream, int mode) {
  WITH_CONTEXT("cuStreamBeginCapture", mode);
  return begin_capture(stream);
}
int cuStreamEndCapture(Stream *stream, Graph **graph) {
  WITH_CONTEXT("cuStreamEndCapture");
  *graph = nullptr;
  std::vector<Work> *work;
  if (int status = end_capture(stream, &work)) return status;
  *graph = new Graph{work};
  return SUCCESS;
}
int cuStreamIsCapturing(Stream *stream, int *capturing) {
  *capturing = is_capturing(stream);
  return SUCCESS;
}
int cuGraphGetNodes(Graph *graph, void **, size_t *count) {
  EMULATOR_CALL("cuGraphGetNodes");
  *count = graph->work->size();
  return SUCCESS;
}
int cuGraphInstantiateWithFlags(Executable **executable, Graph *graph, unsigned long long) {
  WITH_CONTEXT("cuGraphInstantiate");
  *executable = new Executable{*graph->work};
  return SUCCESS;
}
int cuGraphUpload(Executable *, Stream *stream) {
  WITH_CONTEXT("cuGraphUpload");
  return is_stream(stream) ? SUCCESS : INVALID_HANDLE;
}
int cuGraphLaunch(Executable *executable, Stream *stream) {
  WITH_CONTEXT("cuGraphLaunch");
  for (auto &work : executable->work)
    if (int status = enqueue(stream, work)) return status;
  return SUCCESS;
}
int cuGraphDestroy(Graph *graph) {
  EMULATOR_CALL("cuGraphDestroy");
  delete graph->work;
  delete graph;
  return SUCCESS;
}
int cuGraphExecDestroy(Executable *executable) {
  EMULATOR_CALL("cuGraphExecDestroy");
  delete executable;
  return SUCCESS;
}

int cuEventCreate(Event **event, unsigned) {
  WITH_CONTEXT("cuEventCreate");
  *event = new Event;
  return SUCCESS;
}
int cuEventRecord(Event *event, Stream *stream) {
  WITH_CONTEXT("cuEventRecord");
  return enqueue(stream, [=] {
    event->time = std::chrono::steady_clock::now();
    return int(SUCCESS);
  });
}
int cuEventElapsedTime(float *milliseconds, Event *start, Event *end) {
  WITH_CONTEXT("cuEventElapsedTime");
  *milliseconds = std::chrono::duration<float, std::milli>(end->time - start->time).count();
  return SUCCESS;
}
int cuEventDestroy_v2(Event *event) {
  EMULATOR_CALL("cuEventDestroy");
  delete event;
  return SUCCESS;
}

int cuModuleLoadData(Module **module, const void *image) {
  WITH_CONTEXT("cuModuleLoadData");
  NOT_WHILE_CAPTURING("cuModuleLoadData");
  return load(image, module);
}
int cuModuleUnload(Module *module) {
  EMULATOR_CALL("cuModuleUnload");
  return unload(module);
}
int cuModuleGetFunction(Kernel **kernel, Module *module, const char *name) {
  WITH_CONTEXT("cuModuleGetFunction", name);
  *kernel = find(module, name);
  return *kernel ? SUCCESS : NOT_FOUND;
}
int cuFuncGetAttribute(int *value, int, Kernel *) {
  *value = 0;
  return SUCCESS;
}
int cuFuncSetAttribute(Kernel *, int, int) { return SUCCESS; }
int cuLaunchKernel(
    Kernel *kernel, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared_bytes,
    Stream *stream, void **arguments, void **extra) {
  WITH_CONTEXT("cuLaunchKernel", name_of(kernel), gx, gy, gz, bx, by, bz);
  if (extra) return INVALID_VALUE;
  const unsigned grid[] = {gx, gy, gz}, block[] = {bx, by, bz};
  return launch(stream, kernel, grid, block, shared_bytes, arguments);
}
}
