#!/bin/sh
# Makes what the images hold, for any Linux x86-64 with glibc. Three folders, which are laid over each other:
#   OUTPUT/java   java/: a Java with no more modules than are needed
#   OUTPUT/base   bin/scopegraph and lib/: the command line with the backend for the CPU
#   OUTPUT/cuda   lib/ and native/: the backend for GPUs, and the native halves of JCuda, unpacked and checked
#
# usage: build-runtime.sh OUTPUT
# needs: a JDK 25 with its jmods, and the packaged command line: ./mvnw -pl cli -am -DskipTests package
# environment: CLI_OUTPUT, the folder below cli/ that Maven wrote to (default: target)

set -eu

fail() {
  printf 'build-runtime: %s\n' "$1" >&2
  exit 1
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=.mvn/jdk.sh
. "$root/.mvn/jdk.sh"

[ $# -eq 1 ] || fail 'usage: build-runtime.sh OUTPUT'
output=$1
[ ! -e "$output" ] || [ -z "$(ls -A "$output")" ] || fail "$output is not empty"
find_jdk || fail "no JDK $jdk_version found; install one or set JAVA_HOME"

packaged=$root/cli/${CLI_OUTPUT:-target}
class_path_file=$packaged/class-path
[ -r "$class_path_file" ] || fail "$class_path_file is missing; run ./mvnw -pl cli -am -DskipTests package"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# What each module is for, beside java.base:
#   java.desktop          pictures
#   java.logging          Guava, JCuda
#   java.management       the limits of the machine, for doctor
#   jdk.incubator.vector  the kernels of the CPU
#   jdk.jfr               events of memory and weights
#   jdk.management        the limits of a container, for doctor
#   jdk.unsupported       Guava, protobuf
modules=java.base,java.desktop,java.logging,java.management,jdk.incubator.vector,jdk.jfr,jdk.management,jdk.unsupported

# Copies a jar; those of the native halves are unpacked instead.
add() {
  case ${1##*/} in
    *-natives-*-linux-x86_64.jar) (cd "$scratch" && "$jdk_home/bin/jar" --extract --file "$1" lib) ;;
    cuda-kernels-* | jcuda-* | jcublas-* | jcudnn-*) cp "$1" "$output/cuda/lib/" ;;
    *) cp "$1" "$output/base/lib/" ;;
  esac
}

mkdir -p "$output/java" "$output/base/bin" "$output/base/lib" "$output/cuda/lib" "$output/cuda/native"
cp "$root/LICENSE" "$output/base/"
cp "$root/docker/scopegraph" "$output/base/bin/"
chmod 755 "$output/base/bin/scopegraph"

set -f
old_ifs=$IFS
IFS=:
# Split at the colons, on purpose.
# shellcheck disable=SC2013
for entry in $(cat "$class_path_file"); do
  [ -f "$entry" ] || fail "$entry, of $class_path_file, is no jar; run ./mvnw -pl cli -am -DskipTests package"
  add "$entry"
done
IFS=$old_ifs
set +f
for jar in "$packaged"/cli-*.jar; do
  [ -f "$jar" ] || fail "no jar in $packaged; run ./mvnw -pl cli -am -DskipTests package"
  cp "$jar" "$output/base/lib/"
done

checksums=$root/cuda-kernels/src/main/resources/io/scopegraph/cuda/natives/natives.sha256
(cd "$scratch/lib" && sha256sum --check --quiet --strict "$checksums") || fail 'the natives are not those of this version'
while read -r _ file; do
  cp "$scratch/lib/$file" "$output/cuda/native/"
  chmod 644 "$output/cuda/native/$file"
done <"$checksums"

# The image's Java has the flags built in; the archive of the JDK's own classes makes it start faster.
"$jdk_home/bin/jlink" --add-modules "$modules" --output "$output/java/java" \
  --strip-debug --no-man-pages --no-header-files --compress zip-6 --generate-cds-archive \
  --add-options="--enable-native-access=ALL-UNNAMED --add-modules=jdk.incubator.vector -Djava.awt.headless=true" \
  >"$scratch/jlink.log" 2>&1 || { cat "$scratch/jlink.log" >&2; fail 'jlink failed'; }

for part in java base cuda; do
  printf '%6d KiB  %s\n' "$(du -sk --apparent-size "$output/$part" | cut -f1)" "$part"
done
