#!/usr/bin/env bash
# Builds the part of the archive that a bare Linux x86-64 machine with an NVIDIA driver and CUDA libraries lacks: a Java, the
# native halves of JCuda, and for machines with CUDA 13 shims that present its cuBLAS and NVRTC under their CUDA 12 names.
#
# usage: build.sh OUTPUT CLASS_PATH    (CLASS_PATH holds the jars of JCuda and of its natives)
# needs: JAVA_HOME (a JDK 25), gcc, binutils, python3
# environment: READY_JAVA  a Java to use instead of making one, for a test on the same machine
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
die() { echo "build.sh: $*" >&2; exit 1; }

[ $# -eq 2 ] || die 'usage: build.sh OUTPUT CLASS_PATH'
output=$1
class_path=$2
for tool in gcc nm strip python3 sha256sum; do
  command -v "$tool" >/dev/null || die "$tool is missing"
done
[ -x "${JAVA_HOME:-}/bin/jlink" ] || die 'set JAVA_HOME to a JDK 25'

# Beside what the product needs: what JUnit, AssertJ and the tests need.
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.sql,jdk.httpserver,jdk.incubator.vector,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

mkdir -p "$output/native" "$output/smoke" "$output/shim"
if [ -n "${READY_JAVA:-}" ]; then
  mkdir -p "$output/java/bin"
  printf '#!/bin/sh\nexec "%s/bin/java" "$@"\n' "$READY_JAVA" >"$output/java/bin/java"
  chmod 755 "$output/java/bin/java"
else
  # Uncompressed: the archive is compressed as a whole, and better.
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-man-pages --no-header-files --compress zip-0 \
    --output "$output/java" 2>&1 | { grep -v 'incubator' || true; }
fi
[ -x "$output/java/bin/java" ] || die 'jlink made no image'

checksums=$here/../../../cuda-kernels/src/main/resources/io/scopegraph/cuda/natives/natives.sha256
python3 - "$output/native" "$class_path" "$checksums" <<'PY'
import os, sys, zipfile
folder, class_path, checksums = sys.argv[1:]
wanted = {line.split()[1] for line in open(checksums)}
for jar in class_path.split(':'):
    if '-natives-' in os.path.basename(jar):
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                if os.path.basename(name) in wanted:
                    with open(os.path.join(folder, os.path.basename(name)), 'wb') as file:
                        file.write(archive.read(name))
PY
(cd "$output/native" && sha256sum --check --quiet --strict "$checksums") || die 'the natives are not those of this version'

shim() { # old soname, new soname, prefix of symbols, status for a missing symbol, the native that needs them
  local stem=${1%%.*}_shim
  python3 "$here/gen_shim.py" --out "$output/shim" --old "$1" --new "$2" --prefix "$3" --missing-rc "$4" \
    --native "$output/native/$5-12.6.0-linux-x86_64.so"
  gcc -O2 -Wall -fPIC -shared -Wl,-soname,"$1" -Wl,--version-script,"$output/shim/$stem.map" -Wl,-z,noexecstack \
    -o "$output/shim/$1" "$output/shim/$stem.c" "$output/shim/$stem.S" -ldl
  strip --strip-unneeded "$output/shim/$1"
  rm "$output/shim/$stem".{c,S,map,syms}
}
shim libcublas.so.12 libcublas.so.13 cublas 15 libJCublas2 # 15: CUBLAS_STATUS_NOT_SUPPORTED
shim libnvrtc.so.12 libnvrtc.so.13 nvrtc 11 libJNvrtc      # 11: NVRTC_ERROR_INTERNAL_ERROR

"$JAVA_HOME/bin/javac" --release 25 -cp "$class_path" -d "$output/smoke" "$here/Smoke.java"
install -m 755 "$here/gpu-java.sh" "$output/"
