#!/bin/sh
# Builds Scopegraph and runs it beside other engines: benchmarks/compare.sh --help
# With `kernels` as the first argument, measures its innermost loops: benchmarks/compare.sh kernels --help
# BENCHMARK_JAVA_OPTIONS adds options for the JVM,
# SCOPEGRAPH_SHARED is the folder of models that are too big for the repository.

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
output_folder=target/benchmarks
class_path_file=$root/benchmarks/$output_folder/class-path
. "$root/.mvn/jdk.sh"

# True if no source is younger than the last build.
is_built() {
  [ -r "$class_path_file" ] || return 1
  for module in scope-api runtime kernel-generator cpu-kernels model-io examples benchmarks; do
    set -- "$@" "$root/$module/pom.xml" "$root/$module/src/main"
  done
  [ -z "$(find "$root/pom.xml" "$@" -newer "$class_path_file" -print)" ]
}

if ! find_jdk; then
  echo "compare.sh: no JDK $jdk_version found; install one or set JAVA_HOME" >&2
  exit 1
fi
if ! is_built; then
  echo 'compare.sh: building ...' >&2
  "$root/mvnw" --quiet --batch-mode --file "$root/pom.xml" --projects benchmarks --also-make \
    -Dquick -Doutput.folder="$output_folder" -Dmaven.test.skip=true package </dev/null >&2
fi

# Not on the command line: ONNX Runtime overflows its stack where that is long.
CLASSPATH=$root/benchmarks/$output_folder/classes:$(cat "$class_path_file")
export CLASSPATH
[ "${1:-}" = kernels ] || set -- compare "$@"
# Options are split at spaces on purpose.
# shellcheck disable=SC2086
exec "$jdk_home/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  -Dscopegraph.shared="${SCOPEGRAPH_SHARED:-$root/../shared}" ${BENCHMARK_JAVA_OPTIONS:-} io.scopegraph.benchmarks.Main "$@"
