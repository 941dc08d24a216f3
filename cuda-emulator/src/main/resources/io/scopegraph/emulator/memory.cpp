// Memory of the emulated device and of the host, and the record of calls.
#include "emulator.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>

namespace emulator {
namespace {
struct State {
  std::recursive_mutex lock;
  bool initialized = false, recording = false;
  int lost = 0;
  std::vector<std::string> lines;
  std::string text;
  std::map<std::string, std::pair<int, int>> faults; // call: how many calls still work, then this status
  size_t total = size_t(2) << 30, used = 0;
  std::map<const char *, size_t> blocks, pinned;
};
State &state() {
  static State *one = new State; // never destroyed: libraries may still call at exit
  return *one;
}
bool within(const std::map<const char *, size_t> &ranges, const void *address, size_t bytes) {
  auto next = ranges.upper_bound(static_cast<const char *>(address));
  if (next == ranges.begin()) return false;
  auto [start, size] = *--next;
  return static_cast<const char *>(address) + bytes <= start + size;
}
}

std::string home() { return EMULATOR_HOME; }
std::recursive_mutex &lock() { return state().lock; }
void record(const std::string &line) {
  if (state().recording) state().lines.push_back(line);
}
int fault(const std::string &call) {
  auto found = state().faults.find(call);
  if (found != state().faults.end() && found->second.first-- <= 0) {
    int status = found->second.second;
    state().faults.erase(found);
    return status >= ILLEGAL_ADDRESS && status <= LAUNCH_FAILED ? lose(status, call + " fails on demand") : status;
  }
  return 0;
}
int lost() { return state().lost; }
int lose(int status, const std::string &why) {
  fprintf(stderr, "emulated CUDA: %s\n", why.c_str());
  if (!state().lost) state().lost = status;
  return status;
}
bool is_initialized() { return state().initialized; }
void initialize() { state().initialized = true; }

int allocate(size_t bytes, void **block) {
  if (!bytes) return INVALID_VALUE;
  if (bytes > free_bytes()) return OUT_OF_MEMORY;
  void *memory = nullptr;
  if (posix_memalign(&memory, 512, bytes)) return OUT_OF_MEMORY;
  memset(memory, 0xCD, bytes);
  state().blocks[static_cast<char *>(memory)] = bytes;
  state().used += bytes;
  *block = memory;
  return SUCCESS;
}
int release(void *block) {
  auto found = state().blocks.find(static_cast<char *>(block));
  if (found == state().blocks.end()) return INVALID_VALUE;
  state().used -= found->second;
  state().blocks.erase(found);
  free(block);
  return SUCCESS;
}
bool owns(const void *address, size_t bytes) { return within(state().blocks, address, bytes); }
size_t total_bytes() { return state().total; }
size_t free_bytes() { return state().total - state().used; }
int pin(void *address, size_t bytes) {
  if (!bytes) return INVALID_VALUE;
  if (within(state().pinned, address, 1)) return HOST_MEMORY_ALREADY_REGISTERED;
  state().pinned[static_cast<char *>(address)] = bytes;
  return SUCCESS;
}
int unpin(void *address) {
  return state().pinned.erase(static_cast<char *>(address)) ? SUCCESS : HOST_MEMORY_NOT_REGISTERED;
}
bool is_pinned(const void *address, size_t bytes) { return within(state().pinned, address, bytes); }
}

// For tests.
using namespace emulator;
extern "C" {
void emulator_record_calls(int on) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  state().recording = on;
  state().lines.clear();
}
// The calls since recording began, one a line.
const char *emulator_calls() {
  std::lock_guard<std::recursive_mutex> guard(lock());
  state().text.clear();
  for (auto &each : state().lines) state().text += each + "\n";
  return state().text.c_str();
}
// After `works` more calls of this name the next one returns the status.
void emulator_fail(const char *call, int works, int status) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  state().faults[call] = {works, status};
}
void emulator_set_total_bytes(uint64_t bytes) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  state().total = bytes;
}
uint64_t emulator_used_bytes() {
  std::lock_guard<std::recursive_mutex> guard(lock());
  return state().used;
}
uint64_t emulator_pinned_blocks() {
  std::lock_guard<std::recursive_mutex> guard(lock());
  return state().pinned.size();
}
// Forgets faults, and a lost context with all that it held.
void emulator_recover() {
  std::lock_guard<std::recursive_mutex> guard(lock());
  if (state().lost) {
    for (auto &block : state().blocks) free(const_cast<char *>(block.first));
    state().blocks.clear();
    state().pinned.clear();
    state().used = 0;
  }
  state().faults.clear();
  state().lost = 0;
  state().total = size_t(2) << 30;
}
// Calls that the emulation does not know end here.
int emulator_unknown(const char *call, int status) {
  std::lock_guard<std::recursive_mutex> guard(lock());
  record(std::string(call) + " (not emulated)");
  if (int wanted = fault(call)) return wanted;
  fprintf(stderr, "emulated CUDA: %s is not emulated\n", call);
  return status;
}
}
