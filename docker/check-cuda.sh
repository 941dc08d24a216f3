#!/bin/sh
# Fails unless the system's linker knows the libraries of CUDA that an image for GPUs must hold. The driver's own is not
# among them: the machine that runs the image brings it.

set -eu

# The linker's list of libraries, as ldconfig -p prints it; tests give another one.
known=${LINKER_CACHE:-$(ldconfig -p)}
missing=

for library in libcublas.so.12 libcublasLt.so.12 libnvrtc.so.12 libcudnn.so.9; do
  printf '%s\n' "$known" | grep -q "^[[:space:]]*$library " || missing="$missing $library"
done
if [ -n "$missing" ]; then
  printf 'check-cuda: the linker does not know%s; take an image of the form nvidia/cuda:12.*-cudnn-runtime-*\n' "$missing" >&2
  exit 1
fi
