#!/usr/bin/env bash
# Tests what build.sh made without a GPU: libraries of CUDA 13 that are made up, and work on the host's memory, stand behind
# the shims.
#
# usage: test.sh KIT CLASS_PATH
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ $# -ne 2 ] || [ ! -x "$1/java/bin/java" ]; then
  echo "usage: test.sh KIT CLASS_PATH" >&2
  exit 2
fi
kit=$(cd "$1" && pwd)
class_path=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Laid out as wheels are.
site=$scratch/site-packages
cuda=$site/nvidia/cu13/lib cudnn=$site/nvidia/cudnn/lib driver=$site/nvidia/driver/lib
mkdir -p "$cuda" "$cudnn" "$driver"

fake() { # define, soname, folder, exported pattern
  printf '%s { global: %s; local: *; };\n' "$2" "$4" >"$scratch/map"
  gcc -O1 -Wall -shared -fPIC -D"$1" -Wl,-soname,"$2" -Wl,--version-script,"$scratch/map" -o "$3/$2" "$here/fake.c"
}
fake FAKE_CUBLAS libcublas.so.13 "$cuda" 'cublas*'
fake FAKE_NVRTC libnvrtc.so.13 "$cuda" 'nvrtc*'
fake FAKE_CUDNN libcudnn.so.9 "$cudnn" 'cudnn*'
gcc -O1 -Wall -shared -fPIC -DFAKE_CUDA -Wl,-soname,libcuda.so.1 -o "$driver/libcuda.so.1" "$here/fake.c"
gcc -O1 -Wall -o "$scratch/unit" "$here/unit.c" -L"$kit/shim" -l:libcublas.so.12 -Wl,--allow-shlib-undefined -ldl

echo '== the shims from C, and every symbol of the natives at once'
LD_LIBRARY_PATH=$kit/shim:$cuda:$cudnn:$driver CUSHIM_VERBOSE=1 \
  "$scratch/unit" shim "$kit"/native/libJCublas2-*.so "$kit"/native/libJNvrtc-*.so
echo '== without the new library every call returns a status'
LD_LIBRARY_PATH=$kit/shim "$scratch/unit" absent
echo '== from Java, started as on the machine'
# Only what was made up is found: a machine's own CUDA is not meant here.
GPU_LIB_DIRS=$cuda:$cudnn:$driver PYTHONPATH=$site "$kit/gpu-java.sh" -cp "$class_path:$kit/smoke" Smoke --fake
