// cuDNN's graph API: descriptors with attributes, for convolutions whose results go through operations on single values.
// Descriptors keep no copies of each other: those that a plan is made of have to live as long as it is used.
#include "cudnn.h"
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>

using namespace emulator;
namespace {
enum Kind {
  POINTWISE = 0, CONVOLUTION = 1, ENGINE = 2, CONFIGURATION = 3, HEURISTICS = 4, PLAN = 5, CONVOLVE = 10, OPERATE = 13, GRAPH = 15,
  PACK = 16, TENSOR = 17
};
enum Type { HANDLE = 0, DATA_TYPE = 1, BOOLEAN = 2, INT64 = 3, FLOAT = 4, DOUBLE = 5, ADDRESS = 6, CONVOLUTION_MODE = 7,
  HEURISTICS_MODE = 8, NAN_MODE = 10, NOTE = 11, POINTWISE_MODE = 14, DESCRIPTOR = 15 };
enum Attribute {
  PW_MODE = 0, PW_PRECISION = 1, PW_NAN = 2, PW_LOWER = 3, PW_UPPER = 4, PW_SLOPE = 5, PW_ELU = 6, PW_SOFTPLUS = 7, PW_SWISH = 8,
  CONV_TYPE = 100, CONV_MODE = 101, CONV_DILATIONS = 102, CONV_STRIDES = 103, CONV_POST = 104, CONV_PRE = 105, CONV_DIMS = 106,
  HEUR_MODE = 200, HEUR_GRAPH = 201, HEUR_RESULTS = 202, CONFIGURATION_ENGINE = 300, PLAN_HANDLE = 400, PLAN_CONFIGURATION = 401,
  PLAN_WORKSPACE = 402, CONVOLVE_ALPHA = 700, CONVOLVE_BETA = 701, CONVOLVE_DESC = 702, CONVOLVE_W = 703, CONVOLVE_X = 704,
  CONVOLVE_Y = 705, OPERATE_DESC = 750, OPERATE_X = 751, OPERATE_B = 752, OPERATE_Y = 753, GRAPH_HANDLE = 800, GRAPH_OPERATIONS = 801,
  TENSOR_ALIGNMENT = 900, TENSOR_TYPE = 901, TENSOR_DIMS = 902, TENSOR_STRIDES = 903, TENSOR_ID = 906, TENSOR_VIRTUAL = 907,
  PACK_IDS = 1000, PACK_ADDRESSES = 1001, PACK_WORKSPACE = 1003, ENGINE_NOTE = 1303
};
enum { ADD = 0, RELU = 100, TANH = 101, SIGMOID = 102, ELU = 103, SOFTPLUS = 105, SWISH = 106 };
enum { WITH_MATRIX_UNITS = 0, WITHOUT = 1 };

struct Rule { int type; bool required; };
const std::map<int, std::map<int, Rule>> &rules() {
  static const std::map<int, std::map<int, Rule>> all{
      {POINTWISE, {{PW_MODE, {POINTWISE_MODE, true}}, {PW_PRECISION, {DATA_TYPE, true}}, {PW_NAN, {NAN_MODE, false}},
                   {PW_LOWER, {DOUBLE, false}}, {PW_UPPER, {DOUBLE, false}}, {PW_SLOPE, {DOUBLE, false}}, {PW_ELU, {DOUBLE, false}},
                   {PW_SOFTPLUS, {DOUBLE, false}}, {PW_SWISH, {DOUBLE, false}}}},
      {CONVOLUTION, {{CONV_TYPE, {DATA_TYPE, true}}, {CONV_MODE, {CONVOLUTION_MODE, true}}, {CONV_DILATIONS, {INT64, true}},
                     {CONV_STRIDES, {INT64, true}}, {CONV_POST, {INT64, true}}, {CONV_PRE, {INT64, true}}, {CONV_DIMS, {INT64, true}}}},
      {ENGINE, {}}, {CONFIGURATION, {}},
      {HEURISTICS, {{HEUR_MODE, {HEURISTICS_MODE, true}}, {HEUR_GRAPH, {DESCRIPTOR, true}}}},
      {PLAN, {{PLAN_HANDLE, {HANDLE, true}}, {PLAN_CONFIGURATION, {DESCRIPTOR, true}}}},
      {CONVOLVE, {{CONVOLVE_ALPHA, {FLOAT, true}}, {CONVOLVE_BETA, {FLOAT, true}}, {CONVOLVE_DESC, {DESCRIPTOR, true}},
                  {CONVOLVE_W, {DESCRIPTOR, true}}, {CONVOLVE_X, {DESCRIPTOR, true}}, {CONVOLVE_Y, {DESCRIPTOR, true}}}},
      {OPERATE, {{OPERATE_DESC, {DESCRIPTOR, true}}, {OPERATE_X, {DESCRIPTOR, true}}, {OPERATE_B, {DESCRIPTOR, false}},
                 {OPERATE_Y, {DESCRIPTOR, true}}}},
      {GRAPH, {{GRAPH_HANDLE, {HANDLE, true}}, {GRAPH_OPERATIONS, {DESCRIPTOR, true}}}},
      {PACK, {{PACK_IDS, {INT64, true}}, {PACK_ADDRESSES, {ADDRESS, true}}, {PACK_WORKSPACE, {ADDRESS, true}}}},
      {TENSOR, {{TENSOR_ALIGNMENT, {INT64, true}}, {TENSOR_TYPE, {DATA_TYPE, true}}, {TENSOR_DIMS, {INT64, true}},
                {TENSOR_STRIDES, {INT64, true}}, {TENSOR_ID, {INT64, true}}, {TENSOR_VIRTUAL, {BOOLEAN, false}}}}};
  return all;
}
size_t size_of_type(int type) {
  switch (type) {
    case BOOLEAN: return 1;
    case HANDLE: case INT64: case DOUBLE: case ADDRESS: case DESCRIPTOR: return 8;
    default: return 4;
  }
}

struct Descriptor {
  int kind;
  bool complete = false;
  std::map<int, std::string> values;
  Descriptor *graph = nullptr; // of engines and configurations
  int engine = 0;

  bool has(int name) const { return values.count(name); }
  template <class T> std::vector<T> all(int name) const {
    auto found = values.find(name);
    if (found == values.end()) return {};
    std::vector<T> list(found->second.size() / sizeof(T));
    memcpy(list.data(), found->second.data(), list.size() * sizeof(T));
    return list;
  }
  template <class T> T one(int name, T otherwise = T()) const {
    auto list = all<T>(name);
    return list.empty() ? otherwise : list[0];
  }
  Descriptor *ref(int name) const { return one<Descriptor *>(name); }
  int64_t id() const { return one<int64_t>(TENSOR_ID); }
  bool is_virtual() const { return one<char>(TENSOR_VIRTUAL); }
};
std::set<Descriptor *> &living() {
  static auto *descriptors = new std::set<Descriptor *>;
  return *descriptors;
}
bool is(Descriptor *d) { return living().count(d); }
bool is_usable(Descriptor *d, int kind) { return is(d) && d->complete && d->kind == kind; }
bool is_handle(Handle *handle) {
  Stream *stream;
  return cudnnGetStream(handle, &stream) == DONE;
}

int check_tensor(const Descriptor &d) {
  auto dims = d.all<int64_t>(TENSOR_DIMS), strides = d.all<int64_t>(TENSOR_STRIDES);
  int64_t alignment = d.one<int64_t>(TENSOR_ALIGNMENT);
  if (dims.size() != strides.size()) return refuse(BAD_PARAM, "a tensor with more extents than strides, or fewer");
  if (dims.size() != 4) return refuse(NOT_SUPPORTED_SHAPE, "only tensors of rank 4 are emulated");
  for (size_t i = 0; i < 4; i++)
    if (dims[i] <= 0 || strides[i] <= 0) return refuse(BAD_PARAM, "a tensor with an extent or stride that is not positive");
  if (alignment <= 0 || (alignment & (alignment - 1))) return refuse(BAD_PARAM, "an alignment that is no power of two");
  if (!is_type(d.one<int>(TENSOR_TYPE))) return refuse(NOT_SUPPORTED_DATA_TYPE, "a tensor of this type");
  if (alignment < int64_t(size_of(element(d.one<int>(TENSOR_TYPE))))) return refuse(BAD_PARAM, "elements are not aligned");
  return DONE;
}
int check_convolution(const Descriptor &d) {
  if (d.one<int64_t>(CONV_DIMS) != 2) return refuse(NOT_SUPPORTED_SHAPE, "only convolutions along two axes are emulated");
  for (int name : {CONV_DILATIONS, CONV_STRIDES, CONV_POST, CONV_PRE}) {
    auto list = d.all<int64_t>(name);
    if (list.size() != 2) return refuse(BAD_PARAM, "not one number for each axis");
    for (int64_t value : list)
      if (value < (name == CONV_DILATIONS || name == CONV_STRIDES)) return refuse(BAD_PARAM, "a pad, stride or dilation is too small");
  }
  if (d.one<int>(CONV_MODE) != 1) return refuse(DNN_NOT_SUPPORTED, "only cross-correlations are emulated");
  return d.one<int>(CONV_TYPE) == 0 ? DONE : refuse(NOT_SUPPORTED_DATA_TYPE, "sums of this type are not taken");
}
int check_pointwise(const Descriptor &d) {
  static const std::set<int> modes{ADD, RELU, TANH, SIGMOID, ELU, SOFTPLUS, SWISH};
  if (!modes.count(d.one<int>(PW_MODE))) return refuse(DNN_NOT_SUPPORTED, "this pointwise mode is not emulated");
  return d.one<int>(PW_PRECISION) == 0 ? DONE : refuse(NOT_SUPPORTED_DATA_TYPE, "pointwise operations compute in float32 here");
}
int check_convolve(const Descriptor &d) {
  if (!is_usable(d.ref(CONVOLVE_DESC), CONVOLUTION)) return refuse(BAD_PARAM, "no convolution");
  for (int name : {CONVOLVE_X, CONVOLVE_W, CONVOLVE_Y})
    if (!is_usable(d.ref(name), TENSOR)) return refuse(BAD_PARAM, "no tensor");
  const Descriptor &conv = *d.ref(CONVOLVE_DESC);
  auto x = d.ref(CONVOLVE_X)->all<int64_t>(TENSOR_DIMS), w = d.ref(CONVOLVE_W)->all<int64_t>(TENSOR_DIMS),
       y = d.ref(CONVOLVE_Y)->all<int64_t>(TENSOR_DIMS);
  auto pre = conv.all<int64_t>(CONV_PRE), post = conv.all<int64_t>(CONV_POST), strides = conv.all<int64_t>(CONV_STRIDES),
       dilations = conv.all<int64_t>(CONV_DILATIONS);
  if (x[1] % w[1] || w[0] % (x[1] / w[1])) return refuse(BAD_PARAM, "channels and filter do not fit");
  if (y[0] != x[0] || y[1] != w[0]) return refuse(SHAPE_MISMATCH, "images or channels of the result do not fit");
  for (int axis = 0; axis < 2; axis++) {
    int64_t room = x[2 + axis] + pre[axis] + post[axis] - ((w[2 + axis] - 1) * dilations[axis] + 1);
    if (room < 0 || y[2 + axis] != room / strides[axis] + 1)
      return refuse(SHAPE_MISMATCH, "the result has not the shape of the convolution");
  }
  return d.ref(CONVOLVE_X)->one<int>(TENSOR_TYPE) == d.ref(CONVOLVE_W)->one<int>(TENSOR_TYPE)
      ? DONE : refuse(BAD_PARAM, "images and filter have several types");
}
int check_operate(const Descriptor &d) {
  if (!is_usable(d.ref(OPERATE_DESC), POINTWISE)) return refuse(BAD_PARAM, "no function");
  if (!is_usable(d.ref(OPERATE_X), TENSOR) || !is_usable(d.ref(OPERATE_Y), TENSOR)) return refuse(BAD_PARAM, "no tensor");
  bool two = d.ref(OPERATE_DESC)->one<int>(PW_MODE) == ADD;
  if (two != d.has(OPERATE_B)) return refuse(BAD_PARAM, "the function has another number of operands");
  auto y = d.ref(OPERATE_Y)->all<int64_t>(TENSOR_DIMS);
  if (d.ref(OPERATE_X)->all<int64_t>(TENSOR_DIMS) != y) return refuse(SHAPE_MISMATCH, "operand and result have several shapes");
  if (!two) return DONE;
  if (!is_usable(d.ref(OPERATE_B), TENSOR)) return refuse(BAD_PARAM, "no tensor");
  auto b = d.ref(OPERATE_B)->all<int64_t>(TENSOR_DIMS);
  for (int i = 0; i < 4; i++)
    if (b[i] != y[i] && b[i] != 1) return refuse(SHAPE_MISMATCH, "the second operand cannot be repeated to the shape");
  return DONE;
}
// A convolution, sums, and at the end maybe a function; all but the last result is virtual and of float32.
int check_graph(const Descriptor &d) {
  if (!is_handle(d.one<Handle *>(GRAPH_HANDLE))) return refuse(BAD_PARAM, "no handle");
  auto operations = d.all<Descriptor *>(GRAPH_OPERATIONS);
  if (operations.empty() || !is_usable(operations[0], CONVOLVE))
    return refuse(NOT_SUPPORTED_GRAPH_PATTERN, "the first operation is no convolution");
  std::set<int64_t> ids{operations[0]->ref(CONVOLVE_X)->id(), operations[0]->ref(CONVOLVE_W)->id()};
  Descriptor *value = operations[0]->ref(CONVOLVE_Y);
  size_t tensors = 2;
  for (size_t i = 0; i < operations.size(); i++) {
    if (i > 0) {
      if (!is_usable(operations[i], OPERATE) || operations[i]->ref(OPERATE_X) != value)
        return refuse(NOT_SUPPORTED_GRAPH_PATTERN, "an operation does not go on with what the one before it gives");
      bool sum = operations[i]->ref(OPERATE_DESC)->one<int>(PW_MODE) == ADD;
      if (!sum && i + 1 < operations.size()) return refuse(NOT_SUPPORTED_GRAPH_PATTERN, "a function before the end");
      if (sum) {
        Descriptor *other = operations[i]->ref(OPERATE_B);
        if (other->is_virtual()) return refuse(NOT_SUPPORTED_GRAPH_PATTERN, "a second operand that is virtual");
        ids.insert(other->id());
        tensors++;
      }
      value = operations[i]->ref(OPERATE_Y);
    }
    ids.insert(value->id());
    tensors++;
    bool last = i + 1 == operations.size();
    if (value->is_virtual() == last) return refuse(NOT_SUPPORTED_GRAPH_PATTERN, "exactly the last result must not be virtual");
    if (!last && value->one<int>(TENSOR_TYPE) != 0) return refuse(NOT_SUPPORTED_DATA_TYPE, "virtual tensors are of float32");
  }
  if (ids.size() != tensors) return refuse(BAD_PARAM, "two tensors with one id");
  Descriptor *x = operations[0]->ref(CONVOLVE_X), *w = operations[0]->ref(CONVOLVE_W);
  if (x->one<int>(TENSOR_TYPE) == 1) return refuse(NOT_SUPPORTED_DATA_TYPE, "float64 is not taken");
  auto is_last = [](Descriptor *t) { return t->all<int64_t>(TENSOR_STRIDES)[1] == 1; };
  auto is_either = [](Descriptor *t) {
    auto dims = t->all<int64_t>(TENSOR_DIMS);
    return dims[1] == 1 || dims[2] * dims[3] == 1;
  };
  if (!is_either(x) && !is_either(w) && is_last(x) != is_last(w))
    return refuse(NOT_SUPPORTED_LAYOUT, "images and filter have several layouts");
  return DONE;
}
size_t workspace_of(int engine) { return engine == WITH_MATRIX_UNITS ? 4096 : 512; }
int check_pack(const Descriptor &d) {
  return d.all<int64_t>(PACK_IDS).size() == d.all<void *>(PACK_ADDRESSES).size()
      ? DONE : refuse(BAD_PARAM, "not one address for each id");
}
int check(const Descriptor &d) {
  for (auto &rule : rules().at(d.kind))
    if (rule.second.required && !d.has(rule.first)) return refuse(BAD_PARAM, "an attribute is missing");
  switch (d.kind) {
    case TENSOR: return check_tensor(d);
    case CONVOLUTION: return check_convolution(d);
    case POINTWISE: return check_pointwise(d);
    case CONVOLVE: return check_convolve(d);
    case OPERATE: return check_operate(d);
    case GRAPH: return check_graph(d);
    case PACK: return check_pack(d);
    case HEURISTICS: {
      int mode = d.one<int>(HEUR_MODE);
      if (!is_usable(d.ref(HEUR_GRAPH), GRAPH)) return refuse(BAD_PARAM, "no graph");
      return mode == 0 || mode == 2 || mode == 3 ? DONE : refuse(DNN_NOT_SUPPORTED, "no such heuristics");
    }
    case PLAN:
      if (!is_handle(d.one<Handle *>(PLAN_HANDLE))) return refuse(BAD_PARAM, "no handle");
      return is_usable(d.ref(PLAN_CONFIGURATION), CONFIGURATION) ? DONE : refuse(BAD_PARAM, "no configuration");
    default: return refuse(BAD_PARAM, "a descriptor of this type is only read");
  }
}

// The engines of a graph, the best one first.
std::vector<int> engines(int mode) {
  return mode == 3 ? std::vector<int>{WITH_MATRIX_UNITS, WITHOUT} : std::vector<int>{WITHOUT};
}
int fill(Descriptor *d, int kind, Descriptor *graph, int engine) {
  if (!is(d) || d->kind != kind || d->complete) return refuse(BAD_PARAM, "no place for a descriptor of this type");
  d->graph = graph;
  d->engine = engine;
  d->complete = true;
  return DONE;
}

// What is run, without any descriptor: a captured run may come later than their end.
struct Operand {
  int64_t dims[4], strides[4];
  Element type;
  char *base = nullptr;

  size_t bytes() const {
    int64_t last = 0;
    for (int i = 0; i < 4; i++) last += (dims[i] - 1) * strides[i];
    return size_t(last + 1) * size_of(type);
  }
  int64_t at(const int64_t *place) const {
    int64_t offset = 0;
    for (int i = 0; i < 4; i++) offset += dims[i] == 1 ? 0 : place[i] * strides[i];
    return offset;
  }
};
struct Step {
  int mode;
  double lower, upper, slope, elu, softplus, swish;
  Operand other;
};
struct Program {
  Operand x, w, y;
  int64_t pre[2], strides[2], dilations[2];
  std::vector<Step> steps;
  bool tf32;
  void *workspace;
  size_t workspace_bytes;
};
float apply(const Step &s, float v, const int64_t *place) {
  switch (s.mode) {
    case ADD: return v + float(load(s.other.base, s.other.type, s.other.at(place)));
    case RELU: {
      if (std::isnan(v)) return v;
      float lower = float(s.lower);
      return v < lower ? lower + float(s.slope) * (v - lower) : std::min(v, float(s.upper));
    }
    case TANH: return std::tanh(v);
    case SIGMOID: return 1 / (1 + std::exp(-v));
    case ELU: return v >= 0 ? v : float(s.elu) * std::expm1(v);
    case SOFTPLUS: {
      float scaled = float(s.softplus) * v;
      return (std::max(scaled, 0.0f) + std::log1p(std::exp(-std::fabs(scaled)))) / float(s.softplus);
    }
    default: return v / (1 + std::exp(-float(s.swish) * v));
  }
}
float convolve(const Program &p, const int64_t *place) {
  int64_t group = place[1] / (p.w.dims[0] / (p.x.dims[1] / p.w.dims[1]));
  float sum = 0;
  for (int64_t i = 0; i < p.w.dims[2]; i++)
    for (int64_t j = 0; j < p.w.dims[3]; j++) {
      int64_t row = place[2] * p.strides[0] - p.pre[0] + i * p.dilations[0];
      int64_t column = place[3] * p.strides[1] - p.pre[1] + j * p.dilations[1];
      if (row < 0 || row >= p.x.dims[2] || column < 0 || column >= p.x.dims[3]) continue;
      for (int64_t c = 0; c < p.w.dims[1]; c++) {
        int64_t from[] = {place[0], group * p.w.dims[1] + c, row, column}, by[] = {place[1], c, i, j};
        float a = float(load(p.x.base, p.x.type, p.x.at(from))), b = float(load(p.w.base, p.w.type, p.w.at(by)));
        sum += p.tf32 ? to_tf32(a) * to_tf32(b) : a * b;
      }
    }
  return sum;
}
int run(const Program &p) {
  bool reachable = owns(p.x.base, p.x.bytes()) && owns(p.w.base, p.w.bytes()) && owns(p.y.base, p.y.bytes()) &&
      owns(p.workspace, p.workspace_bytes);
  for (auto &step : p.steps) reachable &= step.mode != ADD || owns(step.other.base, step.other.bytes());
  if (!reachable) return lose(ILLEGAL_ADDRESS, "a graph of operations reaches outside of device memory");
  memset(p.workspace, 0xAB, p.workspace_bytes);
  int64_t at[4];
  for (at[0] = 0; at[0] < p.y.dims[0]; at[0]++)
    for (at[1] = 0; at[1] < p.y.dims[1]; at[1]++)
      for (at[2] = 0; at[2] < p.y.dims[2]; at[2]++)
        for (at[3] = 0; at[3] < p.y.dims[3]; at[3]++) {
          float value = convolve(p, at);
          for (auto &step : p.steps) value = apply(step, value, at);
          store(p.y.base, p.y.type, p.y.at(at), value);
        }
  return DONE;
}

struct Binding {
  std::map<int64_t, char *> addresses;
  int status = DONE;

  Operand operand(Descriptor *tensor) {
    Operand operand;
    auto dims = tensor->all<int64_t>(TENSOR_DIMS), strides = tensor->all<int64_t>(TENSOR_STRIDES);
    std::copy(dims.begin(), dims.end(), operand.dims);
    std::copy(strides.begin(), strides.end(), operand.strides);
    operand.type = element(tensor->one<int>(TENSOR_TYPE));
    auto found = addresses.find(tensor->id());
    if (found == addresses.end() || !found->second) status = refuse(BAD_PARAM, "the variant pack lacks a tensor");
    else if (uintptr_t(found->second) % uintptr_t(tensor->one<int64_t>(TENSOR_ALIGNMENT)))
      status = refuse(MISALIGNED, "an address is not aligned as its tensor says");
    else operand.base = found->second;
    return operand;
  }
};
int program(Descriptor *graph, int engine, Descriptor *pack, Program *p) {
  Binding binding;
  auto ids = pack->all<int64_t>(PACK_IDS);
  auto addresses = pack->all<char *>(PACK_ADDRESSES);
  for (size_t i = 0; i < ids.size(); i++) binding.addresses[ids[i]] = addresses[i];
  auto operations = graph->all<Descriptor *>(GRAPH_OPERATIONS);
  for (Descriptor *operation : operations)
    if (!is(operation)) return refuse(BAD_PARAM, "an operation of the graph is gone");
  Descriptor *first = operations[0], *last = operations.back(), *conv = first->ref(CONVOLVE_DESC);
  if (!is(conv)) return refuse(BAD_PARAM, "the convolution of the graph is gone");
  p->x = binding.operand(first->ref(CONVOLVE_X));
  p->w = binding.operand(first->ref(CONVOLVE_W));
  p->y = binding.operand(last->ref(last == first ? CONVOLVE_Y : OPERATE_Y));
  auto pre = conv->all<int64_t>(CONV_PRE), strides = conv->all<int64_t>(CONV_STRIDES), dilations = conv->all<int64_t>(CONV_DILATIONS);
  for (int axis = 0; axis < 2; axis++) {
    p->pre[axis] = pre[axis];
    p->strides[axis] = strides[axis];
    p->dilations[axis] = dilations[axis];
  }
  for (size_t i = 1; i < operations.size(); i++) {
    Descriptor *function = operations[i]->ref(OPERATE_DESC);
    Step step{
        function->one<int>(PW_MODE), function->one<double>(PW_LOWER), function->one(PW_UPPER, std::numeric_limits<double>::infinity()),
        function->one<double>(PW_SLOPE), function->one(PW_ELU, 1.0), function->one(PW_SOFTPLUS, 1.0), function->one(PW_SWISH, 1.0), {}};
    if (step.mode == ADD) step.other = binding.operand(operations[i]->ref(OPERATE_B));
    if (step.mode == ADD && step.other.base == p->y.base) return refuse(BAD_PARAM, "a graph of several operations in place");
    p->steps.push_back(step);
  }
  p->tf32 = engine == WITH_MATRIX_UNITS && p->x.type == Element::FLOAT32;
  p->workspace = pack->one<void *>(PACK_WORKSPACE);
  p->workspace_bytes = workspace_of(engine);
  if (!p->workspace) return refuse(SIZE_INSUFFICIENT, "the plan needs a workspace");
  return binding.status;
}
}

extern "C" {
int cudnnBackendCreateDescriptor(int kind, Descriptor **d) {
  EMULATOR_CALL("cudnnBackendCreateDescriptor", kind);
  if (!rules().count(kind)) return refuse(DNN_NOT_SUPPORTED, "descriptors of this type are not emulated");
  living().insert(*d = new Descriptor{kind, false, {}, nullptr, 0});
  return DONE;
}
int cudnnBackendDestroyDescriptor(Descriptor *d) {
  EMULATOR_CALL("cudnnBackendDestroyDescriptor");
  if (!living().erase(d)) return BAD_PARAM;
  delete d;
  return DONE;
}
int cudnnBackendSetAttribute(Descriptor *d, int name, int type, int64_t count, const void *elements) {
  EMULATOR_CALL("cudnnBackendSetAttribute", name, type, count);
  if (!is(d) || d->complete || count < 1 || !elements) return refuse(BAD_PARAM, "an attribute of nothing, or of something final");
  auto &known = rules().at(d->kind);
  auto rule = known.find(name);
  if (rule == known.end()) return refuse(DNN_NOT_SUPPORTED, "the descriptor has no such attribute");
  if (rule->second.type != type) return refuse(ATTRIBUTE_TYPE, "the attribute has another type");
  if (type == DESCRIPTOR)
    for (int64_t i = 0; i < count; i++) {
      Descriptor *other = static_cast<Descriptor *const *>(elements)[i];
      if (!is(other) || !other->complete) return refuse(NOT_FINALIZED, "a descriptor that is not final");
    }
  d->values[name] = std::string(static_cast<const char *>(elements), size_t(count) * size_of_type(type));
  return DONE;
}
int cudnnBackendFinalize(Descriptor *d) {
  EMULATOR_CALL("cudnnBackendFinalize", is(d) ? d->kind : -1);
  if (!is(d) || d->complete) return refuse(BAD_PARAM, "nothing to make final");
  if (d->kind == PLAN && breaks_capture("cudnnBackendFinalize")) return EXECUTION_FAILED;
  if (int status = check(*d)) return status;
  d->complete = true;
  return DONE;
}
int cudnnBackendGetAttribute(Descriptor *d, int name, int type, int64_t most, int64_t *count, void *elements) {
  EMULATOR_CALL("cudnnBackendGetAttribute", name, type, most);
  if (!is(d) || !count || (most > 0 && !elements)) return refuse(BAD_PARAM, "an attribute of nothing");
  if (!d->complete) return refuse(NOT_FINALIZED, "the descriptor is not final");
  auto places = static_cast<Descriptor **>(elements);
  if (d->kind == HEURISTICS && name == HEUR_RESULTS && type == DESCRIPTOR) {
    auto found = engines(d->one<int>(HEUR_MODE));
    *count = int64_t(found.size());
    for (int64_t i = 0; i < std::min(most, *count); i++)
      if (int status = fill(places[i], CONFIGURATION, d->ref(HEUR_GRAPH), found[size_t(i)])) return status;
    return DONE;
  }
  if (d->kind == CONFIGURATION && name == CONFIGURATION_ENGINE && type == DESCRIPTOR) {
    *count = 1;
    return most < 1 ? int(DONE) : fill(places[0], ENGINE, d->graph, d->engine);
  }
  if (d->kind == ENGINE && name == ENGINE_NOTE && type == NOTE) {
    *count = d->engine == WITH_MATRIX_UNITS ? 1 : 0;
    if (*count && most > 0) static_cast<int *>(elements)[0] = 0; // TENSOR_CORE
    return DONE;
  }
  if (d->kind == PLAN && name == PLAN_WORKSPACE && type == INT64) {
    *count = 1;
    if (most > 0) static_cast<int64_t *>(elements)[0] = int64_t(workspace_of(d->ref(PLAN_CONFIGURATION)->engine));
    return DONE;
  }
  return refuse(DNN_NOT_SUPPORTED, "reading this attribute is not emulated");
}
int cudnnBackendExecute(Handle *handle, Descriptor *plan, Descriptor *pack) {
  std::lock_guard<std::recursive_mutex> first(lock());
  int engine = is_usable(plan, PLAN) && is(plan->ref(PLAN_CONFIGURATION)) ? plan->ref(PLAN_CONFIGURATION)->engine : -1;
  EMULATOR_CALL("cudnnBackendExecute", "engine", engine);
  Stream *stream;
  if (cudnnGetStream(handle, &stream)) return DNN_NOT_INITIALIZED;
  if (engine < 0 || !is_usable(pack, PACK)) return refuse(BAD_PARAM, "no plan, or no variant pack");
  Descriptor *graph = plan->ref(PLAN_CONFIGURATION)->graph;
  if (!is_usable(graph, GRAPH)) return refuse(BAD_PARAM, "the graph of the plan is gone");
  Program p{};
  if (int status = program(graph, engine, pack, &p)) return status;
  return enqueue(stream, [p] { return run(p); }) ? int(EXECUTION_FAILED) : int(DONE);
}
}
