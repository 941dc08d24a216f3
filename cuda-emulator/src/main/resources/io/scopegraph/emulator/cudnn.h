// What the parts of the emulated cuDNN share.
#pragma once
#include "elements.h"
#include "emulator.h"

namespace emulator {
enum {
  DONE = 0, DNN_NOT_INITIALIZED = 1001, BAD_PARAM = 2000, MISALIGNED = 2003, NOT_FINALIZED = 2004, SIZE_INSUFFICIENT = 2006,
  SHAPE_MISMATCH = 2008, ATTRIBUTE_TYPE = 2010, DNN_NOT_SUPPORTED = 3000, NOT_SUPPORTED_GRAPH_PATTERN = 3001,
  NOT_SUPPORTED_SHAPE = 3002, NOT_SUPPORTED_DATA_TYPE = 3003, NOT_SUPPORTED_LAYOUT = 3004, EXECUTION_FAILED = 5000
};

// The library's words about the last failure.
int refuse(int status, const char *why);

// Of cuDNN's data types.
inline bool is_type(int type) { return type == 0 || type == 1 || type == 2 || type == 9; }
inline Element element(int type) {
  return type == 1 ? Element::FLOAT64 : type == 2 ? Element::FLOAT16 : type == 9 ? Element::BFLOAT16 : Element::FLOAT32;
}
}
struct Handle;
extern "C" int cudnnGetStream(Handle *handle, emulator::Stream **stream);
