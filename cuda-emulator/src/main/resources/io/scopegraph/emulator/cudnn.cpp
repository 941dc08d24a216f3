// libcudnn.so.9: its version.
#include <cstddef>
extern "C" {
size_t cudnnGetVersion() { return 90500; }
size_t cudnnGetCudartVersion() { return 12060; }
}
