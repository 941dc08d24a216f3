#!/usr/bin/env bash
# Runs the Java beside it with the CUDA libraries of the machine, which may lie in Python's wheels or in a toolkit, of CUDA 12
# or 13.
#
# usage: gpu-java.sh [java arguments ...]
# environment: GPU_LIB_DIRS  folders to look in first, separated by colons
#              PYTHON        the interpreter whose wheels are looked through (default: python3)
set -u
kit=$(cd "$(dirname "$0")" && pwd)

wheels() { # the folders below Python's site-packages that hold a file
  "${PYTHON:-python3}" - "$1" 2>/dev/null <<'PY'
import glob, os, sys
for root in sys.path:
    if root.endswith(('site-packages', 'dist-packages')):
        for pattern in ('nvidia/cu1?/lib', 'nvidia/*/lib', 'nvidia/*/lib64', 'torch/lib'):
            for folder in sorted(glob.glob(os.path.join(root, pattern))):
                if os.path.exists(os.path.join(folder, sys.argv[1])):
                    print(folder)
PY
}

folder_of() { # the first folder that holds a library
  local folder
  while IFS= read -r folder; do
    if [ -n "$folder" ] && [ -e "$folder/$1" ]; then
      printf '%s\n' "$folder"
      return
    fi
  done < <(
    tr : '\n' <<<"${GPU_LIB_DIRS:-}"
    wheels "$1"
    printf '%s\n' /usr/local/cuda/lib64 /usr/local/cuda/targets/x86_64-linux/lib /usr/lib/x86_64-linux-gnu \
      /usr/lib64 /usr/local/nvidia/lib64 /usr/local/nvidia/lib
    ldconfig -p 2>/dev/null | awk -v name="$1" '$1 == name { sub("/[^/]*$", "", $NF); print $NF; exit }'
  )
  return 1
}

path=
add() { # the folder of a library, unless it is there already
  local folder
  folder=$(folder_of "$1") || { echo "[gpu-java] $1: not found" >&2; return 1; }
  case ":$path:" in *":$folder:"*) ;; *) path=$path${path:+:}$folder ;; esac
  echo "[gpu-java] $1: $folder" >&2
}

for library in libcuda.so.1 libcudnn.so.9; do
  add "$library"
done
if add libcublas.so.12 && add libnvrtc.so.12; then
  :
elif add libcublas.so.13 && add libnvrtc.so.13; then
  add libcublasLt.so.13
  path=$kit/shim:$path
fi
export LD_LIBRARY_PATH=$path${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
exec "$kit/java/bin/java" -Djava.library.path="$kit/native" -Djava.awt.headless=true \
  --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector "$@"
