// What the emulated libraries share: the record of calls, memory, streams and the running of kernels. All of it is used
// under one lock.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace emulator {
// Statuses of the driver.
enum {
  SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100, INVALID_DEVICE = 101,
  INVALID_IMAGE = 200, INVALID_CONTEXT = 201, INVALID_HANDLE = 400, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700,
  HOST_MEMORY_ALREADY_REGISTERED = 712, HOST_MEMORY_NOT_REGISTERED = 713, LAUNCH_FAILED = 719, NOT_SUPPORTED = 801,
  CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901, UNKNOWN = 999
};

using Work = std::function<int()>; // gives a status

struct Stream;

std::recursive_mutex &lock();

// Notes a call, if calls are recorded.
void record(const std::string &line);

// The status that a test wants a call to return instead of doing anything, 0 for none.
int fault(const std::string &call);

// The status of a failure that no call survives, 0 for none.
int lost();
int lose(int status, const std::string &why);

bool is_initialized();
void initialize();

// Memory of the device. `owns` tells whether a range lies in one block.
int allocate(size_t bytes, void **block);
int release(void *block);
bool owns(const void *address, size_t bytes);
size_t free_bytes();
size_t total_bytes();

// Memory of the host that copies may reach.
int pin(void *address, size_t bytes);
int unpin(void *address);
bool is_pinned(const void *address, size_t bytes);

Stream *create_stream();
int destroy_stream(Stream *stream);
bool is_stream(Stream *stream);
int synchronize(Stream *stream); // runs what waits

// Lets work wait on a stream, or join the graph that the stream is captured into.
int enqueue(Stream *stream, Work work);

// Ends a capture under way on this thread, as calls do that must not be made meanwhile. True if there was one.
bool breaks_capture(const std::string &call);

int begin_capture(Stream *stream);
int end_capture(Stream *stream, std::vector<Work> **graph);
bool is_capturing(Stream *stream);

// A loaded image of machine code and its kernels.
struct Module;
struct Kernel;
int load(const void *image, Module **module);
int unload(Module *module);
Kernel *find(Module *module, const std::string &name);
const char *name_of(Kernel *kernel);

// Lets a launch wait on a stream, with copies of its arguments.
int launch(
    Stream *stream, Kernel *kernel, const unsigned grid[3], const unsigned block[3], size_t shared_bytes, void **arguments);

// The folder with the headers, and the compiler's options.
std::string home();
}

// Opens each call: takes the lock, records, and returns a wanted or lasting failure.
#define EMULATOR_CALL(name, ...)                                   \
  std::lock_guard<std::recursive_mutex> guard(emulator::lock());   \
  emulator::record(emulator::line(name __VA_OPT__(, ) __VA_ARGS__)); \
  if (int status = emulator::fault(name)) return decltype(status)(status)

namespace emulator {
inline void append(std::string &) {}
template <class T, class... Rest> void append(std::string &line, const T &value, const Rest &...rest) {
  line += ' ';
  if constexpr (std::is_convertible_v<T, std::string>) line += value;
  else line += std::to_string(value);
  append(line, rest...);
}
template <class... A> std::string line(const char *name, const A &...values) {
  std::string text = name;
  append(text, values...);
  return text;
}
}
