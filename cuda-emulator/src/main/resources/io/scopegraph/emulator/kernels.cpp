// Runs kernels: each thread of a block is a fiber, the threads of a block take turns at barriers, blocks follow each other.
// If no thread of the first block met a barrier, the threads of the others are called one by one.
//
// With EMULATOR_SEED=n in the environment the threads of a block are visited in a random order, so that a missing barrier
// changes the result. Dynamic shared memory starts as NaN.
#include "emulator.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <map>
#include <memory>
#include <random>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

struct Triple { unsigned x, y, z; };
extern "C" {
Triple emulator_thread, emulator_block, emulator_block_size, emulator_grid_size;
void *emulator_dynamic_shared;
}

namespace emulator {
struct Kernel {
  std::string name;
  void (*body)(void **) = nullptr;
  std::vector<size_t> sizes;
};
struct Module {
  void *library = nullptr;
  int file = -1; // open for as long as the library is loaded: the loader knows libraries by their path, which has the number
  std::map<std::string, Kernel> kernels;
};
namespace {
constexpr size_t STACK = 64 << 10;
struct Warp { int arrived = 0; unsigned generation = 0; uint64_t slot[32]; };
struct Fiber { ucontext_t context; bool done = false; Triple thread{}; int lane = 0; };

std::vector<Fiber> fibers;
std::vector<Warp> warps;
std::vector<char> stacks, shared;
Fiber *current; // null while threads are called one by one
ucontext_t scheduler;
int live, arrived;
unsigned generation;
bool progress, met_barrier, misplaced_barrier;
void (*body)(void **);
void **arguments;

void yield() {
  Fiber *self = current;
  swapcontext(&self->context, &scheduler);
  emulator_thread = self->thread;
}
bool at_barrier() {
  met_barrier = progress = true;
  if (!current) misplaced_barrier = true;
  return current;
}
int live_in_warp(int warp) {
  int count = 0;
  for (int i = warp * 32; i < int(fibers.size()) && i < warp * 32 + 32; i++) count += !fibers[i].done;
  return count;
}
void entry() {
  emulator_thread = current->thread;
  body(arguments);
  current->done = true;
  live--;
  if (live > 0 && arrived >= live) { arrived = 0; generation++; }
  progress = true;
  swapcontext(&current->context, &scheduler);
}
Triple thread_at(size_t i) {
  auto &b = emulator_block_size;
  return {unsigned(i % b.x), unsigned(i / b.x % b.y), unsigned(i / (size_t(b.x) * b.y))};
}
bool run_fibers(const std::vector<int> &order) {
  size_t count = order.size();
  fibers.assign(count, Fiber{});
  warps.assign((count + 31) / 32, Warp{});
  if (stacks.size() < count * STACK) stacks.resize(count * STACK);
  live = int(count);
  arrived = 0;
  generation = 0;
  for (size_t i = 0; i < count; i++) {
    Fiber &fiber = fibers[i];
    fiber.lane = int(i);
    fiber.thread = thread_at(i);
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = stacks.data() + i * STACK;
    fiber.context.uc_stack.ss_size = STACK;
    fiber.context.uc_link = &scheduler;
    makecontext(&fiber.context, entry, 0);
  }
  for (int idle = 0; live > 0;) {
    progress = false;
    for (int i : order)
      if (!fibers[i].done) {
        current = &fibers[i];
        swapcontext(&scheduler, &fibers[i].context);
      }
    if (progress) idle = 0;
    else if (++idle > 1) return false;
  }
  current = nullptr;
  return true;
}
int run(Kernel *kernel, Triple grid, Triple block, size_t shared_bytes, void **values) {
  size_t count = size_t(block.x) * block.y * block.z;
  shared.resize(shared_bytes + 64);
  emulator_dynamic_shared = reinterpret_cast<void *>((uintptr_t(shared.data()) + 63) / 64 * 64);
  emulator_grid_size = grid;
  emulator_block_size = block;
  body = kernel->body;
  arguments = values;
  const char *seed = getenv("EMULATOR_SEED");
  std::mt19937 random(seed ? atoi(seed) : 0);
  std::vector<int> order(count);
  for (size_t i = 0; i < count; i++) order[i] = int(i);
  met_barrier = misplaced_barrier = false;
  bool first = true;
  for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
      for (unsigned x = 0; x < grid.x; x++) {
        emulator_block = {x, y, z};
        memset(emulator_dynamic_shared, 0xFF, shared_bytes);
        if (seed) std::shuffle(order.begin(), order.end(), random);
        if (first || met_barrier) {
          if (!run_fibers(order)) return lose(LAUNCH_FAILED, kernel->name + ": the threads of a block wait at different barriers");
        } else {
          for (int i : order) {
            emulator_thread = thread_at(i);
            body(arguments);
          }
        }
        if (misplaced_barrier) return lose(LAUNCH_FAILED, kernel->name + ": only some blocks have barriers");
        first = false;
      }
  return SUCCESS;
}
}

int load(const void *image, Module **module) {
  // "EMULATED", the size of a shared object in eight bytes, the shared object
  const char *bytes = static_cast<const char *>(image);
  if (memcmp(bytes, "EMULATED", 8)) return INVALID_IMAGE;
  uint64_t size;
  memcpy(&size, bytes + 8, 8);
  int file = memfd_create("kernels", MFD_CLOEXEC);
  if (file < 0 || write(file, bytes + 16, size) != ssize_t(size)) return OUT_OF_MEMORY;
  std::string path = "/proc/self/fd/" + std::to_string(file);
  void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) fprintf(stderr, "emulated CUDA: %s\n", dlerror());
  auto *add = library ? reinterpret_cast<void (*)(void *)>(dlsym(library, "emulator_register")) : nullptr;
  if (!add) {
    close(file);
    return INVALID_IMAGE;
  }
  auto *loaded = new Module;
  loaded->library = library;
  loaded->file = file;
  add(loaded);
  *module = loaded;
  return SUCCESS;
}
int unload(Module *module) {
  dlclose(module->library);
  close(module->file);
  delete module;
  return SUCCESS;
}
Kernel *find(Module *module, const std::string &name) {
  auto found = module->kernels.find(name);
  return found == module->kernels.end() ? nullptr : &found->second;
}
const char *name_of(Kernel *kernel) { return kernel->name.c_str(); }

int launch(Stream *stream, Kernel *kernel, const unsigned g[3], const unsigned b[3], size_t shared_bytes, void **values) {
  size_t threads = size_t(b[0]) * b[1] * b[2];
  if (!threads || threads > 1024 || !g[0] || !g[1] || !g[2] || g[1] > 65535 || g[2] > 65535) return INVALID_VALUE;
  if (shared_bytes > (48 << 10)) return INVALID_VALUE;
  auto copies = std::make_shared<std::vector<std::vector<uint64_t>>>();
  for (size_t i = 0; i < kernel->sizes.size(); i++) {
    copies->emplace_back((kernel->sizes[i] + 7) / 8);
    memcpy(copies->back().data(), values[i], kernel->sizes[i]);
  }
  Triple grid{g[0], g[1], g[2]}, block{b[0], b[1], b[2]};
  return enqueue(stream, [=] {
    std::vector<void *> pointers;
    for (auto &each : *copies) pointers.push_back(each.data());
    return run(kernel, grid, block, shared_bytes, pointers.data());
  });
}
}

using namespace emulator;
extern "C" {
void emulator_add_kernel(void *registry, const char *name, void (*kernel)(void **), const size_t *sizes, size_t count) {
  static_cast<Module *>(registry)->kernels[name] = Kernel{name, kernel, {sizes, sizes + count}};
}
void emulator_barrier() {
  if (!at_barrier()) return;
  unsigned now = generation;
  if (++arrived >= live) { arrived = 0; generation++; }
  else while (generation == now) yield();
}
void emulator_warp_barrier(unsigned mask) {
  if (!at_barrier()) return;
  int index = current->lane / 32;
  unsigned now = warps[index].generation;
  if (++warps[index].arrived >= std::min(__builtin_popcount(mask), live_in_warp(index))) {
    warps[index].arrived = 0;
    warps[index].generation++;
  } else {
    while (warps[index].generation == now) yield();
  }
}
uint64_t emulator_exchange(unsigned mask, uint64_t value, int source) {
  if (!current) { at_barrier(); return value; }
  Warp &warp = warps[current->lane / 32];
  warp.slot[current->lane & 31] = value;
  emulator_warp_barrier(mask);
  uint64_t result = source >= 0 && source < 32 && (mask >> source & 1) ? warp.slot[source] : value;
  emulator_warp_barrier(mask);
  return result;
}
unsigned emulator_ballot(unsigned mask, int predicate) {
  if (!current) { at_barrier(); return predicate ? 1u : 0u; }
  Warp &warp = warps[current->lane / 32];
  warp.slot[current->lane & 31] = predicate != 0;
  emulator_warp_barrier(mask);
  unsigned result = 0;
  for (int i = 0; i < 32; i++)
    if (mask >> i & 1) result |= unsigned(warp.slot[i] & 1) << i;
  emulator_warp_barrier(mask);
  return result;
}
int emulator_lane() { return current ? current->lane & 31 : 0; }
}
