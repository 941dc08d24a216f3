// libnvrtc.so.12: compiles kernels with the compiler of the host. The "machine code" is a shared object.
#include "emulator.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <regex>
#include <sstream>
#include <unistd.h>

using namespace emulator;
namespace {
enum { NVRTC_OUT_OF_MEMORY = 1, NVRTC_INVALID_INPUT = 3, NVRTC_INVALID_OPTION = 5, NVRTC_COMPILATION = 6 };
struct Program { std::string name, source, log, image; };

std::string read(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}
bool includes(const std::string &source) {
  std::istringstream lines(source);
  for (std::string line; std::getline(lines, line);) {
    size_t mark = line.find_first_not_of(" \t"), word = mark == std::string::npos ? mark : line.find_first_not_of(" \t", mark + 1);
    if (word != std::string::npos && line[mark] == '#' && !line.compare(word, 7, "include")) return true;
  }
  return false;
}
// The kernels of a preprocessed source, so that those made by macros are among them, told to the module that loads them.
std::string registration(const std::string &source) {
  static const std::regex kernel("extern\\s+\"C\"\\s+void\\s+([A-Za-z_0-9]+)\\s*\\(");
  std::string list;
  for (auto i = std::sregex_iterator(source.begin(), source.end(), kernel); i != std::sregex_iterator(); ++i) {
    std::string name = (*i)[1];
    list += "  emulator_register_kernel(registry, \"" + name + "\", " + name + ", [](void **p) { emulator_call(" + name + ", p); });\n";
  }
  return "\nextern \"C\" void emulator_register(void *registry) {\n" + list + "}\n";
}
}

extern "C" {
int nvrtcVersion(int *major, int *minor) {
  EMULATOR_CALL("nvrtcVersion");
  *major = 12;
  *minor = 6;
  return 0;
}
const char *nvrtcGetErrorString(int status) { return status ? "NVRTC_ERROR" : "NVRTC_SUCCESS"; }
int nvrtcGetNumSupportedArchs(int *count) { *count = 4; return 0; }
int nvrtcGetSupportedArchs(int *archs) {
  const int all[] = {75, 80, 86, 90};
  memcpy(archs, all, sizeof all);
  return 0;
}
int nvrtcCreateProgram(Program **program, const char *source, const char *name, int headers, const char *const *, const char *const *) {
  EMULATOR_CALL("nvrtcCreateProgram", name ? name : "");
  if (!source || headers) return NVRTC_INVALID_INPUT;
  *program = new Program{name ? name : "", source, "", ""};
  return 0;
}
int nvrtcDestroyProgram(Program **program) {
  EMULATOR_CALL("nvrtcDestroyProgram");
  delete *program;
  *program = nullptr;
  return 0;
}
int nvrtcCompileProgram(Program *program, int count, const char *const *options) {
  EMULATOR_CALL("nvrtcCompileProgram", program->name);
  for (int i = 0; i < count; i++)
    if (strncmp(options[i], "--", 2) && strncmp(options[i], "-D", 2)) {
      program->log = std::string("unknown option ") + options[i];
      return NVRTC_INVALID_OPTION;
    }
  if (includes(program->source)) {
    program->log = "error: there are no headers to include";
    return NVRTC_COMPILATION;
  }
  char folder[] = "/tmp/emulated-nvrtc-XXXXXX";
  if (!mkdtemp(folder)) return NVRTC_OUT_OF_MEMORY;
  std::string base = folder;
  // The marked line parts the kernels from the header in the preprocessed text.
  std::ofstream(base + "/kernels.cu") << "enum EMULATOR_SOURCE {};\n" << program->source;
  const char *more = getenv("EMULATOR_FLAGS");
  std::string compiler = "g++ -std=c++17 -w -fno-gnu-unique " + std::string(more ? more : "-O2") + " -x c++ ";
  std::string include = " -include " + home() + "/kernel.h ";
  std::string log = " 2>" + base + "/log";
  int rc = system((compiler + "-E" + include + base + "/kernels.cu -o " + base + "/kernels.ii" + log).c_str());
  if (!rc) {
    std::string text = read(base + "/kernels.ii");
    std::ofstream(base + "/all.cpp") << text << registration(text.substr(text.find("EMULATOR_SOURCE")));
    // The core is loaded already, but its names are not global: the object has to ask for it.
    std::string core = " -x none " + home() + "/libscopegraph_emulator.so";
    rc = system((compiler + "-fPIC -shared " + base + "/all.cpp -o " + base + "/kernels.so" + core + log).c_str());
  }
  program->log = read(base + "/log");
  if (!rc) {
    std::string object = read(base + "/kernels.so");
    uint64_t size = object.size();
    program->image = "EMULATED" + std::string(reinterpret_cast<char *>(&size), 8) + object;
  }
  int removed = system(("rm -rf " + base).c_str());
  return rc || removed ? NVRTC_COMPILATION : 0;
}
int nvrtcGetProgramLogSize(Program *program, size_t *size) {
  *size = program->log.size() + 1;
  return 0;
}
int nvrtcGetProgramLog(Program *program, char *log) {
  memcpy(log, program->log.c_str(), program->log.size() + 1);
  return 0;
}
int nvrtcGetCUBINSize(Program *program, size_t *size) {
  *size = program->image.size();
  return 0;
}
int nvrtcGetCUBIN(Program *program, char *image) {
  memcpy(image, program->image.data(), program->image.size());
  return 0;
}
}
