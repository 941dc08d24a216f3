// Streams, on which work waits until somebody synchronises, and their capture into graphs.
#include "emulator.h"
#include <deque>
#include <memory>
#include <set>
#include <thread>

namespace emulator {
struct Stream {
  std::deque<Work> waiting;
  std::unique_ptr<std::vector<Work>> graph; // while captured
  bool broken = false;
  std::thread::id capturer;
};
namespace {
std::set<Stream *> &streams() {
  static auto *all = new std::set<Stream *>;
  return *all;
}
}

Stream *create_stream() {
  auto *stream = new Stream;
  streams().insert(stream);
  return stream;
}
bool is_stream(Stream *stream) { return streams().count(stream); }
int destroy_stream(Stream *stream) {
  if (!is_stream(stream)) return INVALID_HANDLE;
  int status = synchronize(stream);
  streams().erase(stream);
  delete stream;
  return status;
}
int synchronize(Stream *stream) {
  if (!is_stream(stream)) return INVALID_HANDLE;
  while (!stream->waiting.empty() && !lost()) {
    Work work = std::move(stream->waiting.front());
    stream->waiting.pop_front();
    if (int status = work()) return lose(status, "work on a stream failed with status " + std::to_string(status));
  }
  return lost();
}
int enqueue(Stream *stream, Work work) {
  if (!is_stream(stream)) return INVALID_HANDLE;
  if (stream->graph) {
    if (stream->broken) return CAPTURE_INVALIDATED;
    stream->graph->push_back(std::move(work));
  } else {
    stream->waiting.push_back(std::move(work));
  }
  return SUCCESS;
}
bool breaks_capture(const std::string &call) {
  for (Stream *stream : streams())
    if (stream->graph && stream->capturer == std::this_thread::get_id()) {
      stream->broken = true;
      record(call + " breaks the capture");
      return true;
    }
  return false;
}
bool is_capturing(Stream *stream) { return is_stream(stream) && stream->graph; }
int begin_capture(Stream *stream) {
  if (!is_stream(stream)) return CAPTURE_UNSUPPORTED; // the legacy stream cannot be captured
  if (stream->graph) return INVALID_VALUE;
  stream->graph = std::make_unique<std::vector<Work>>();
  stream->broken = false;
  stream->capturer = std::this_thread::get_id();
  return SUCCESS;
}
int end_capture(Stream *stream, std::vector<Work> **graph) {
  if (!is_capturing(stream)) return INVALID_VALUE;
  auto captured = std::move(stream->graph);
  *graph = nullptr;
  if (stream->broken) return CAPTURE_INVALIDATED;
  *graph = captured.release();
  return SUCCESS;
}
}
