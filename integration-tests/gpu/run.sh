#!/usr/bin/env bash
# Tests and measures the CUDA backend on a machine with a GPU, which needs nothing but NVIDIA's driver, cuBLAS, cuDNN 9 and NVRTC
# of CUDA 12 or 13 (installed, or in the wheels of a Python): no Java, no Maven, no network.
#
# usage: run.sh pack OUTPUT             makes OUTPUT/scopegraph-gpu.tar.xz; needs a JDK 25, gcc, python3, xz
#        run.sh check OUTPUT            tries what was packed, as far as that is possible without a GPU
#        run.sh test [STEP ...]         on the GPU's machine, in the folder that the archive was unpacked to; the steps are
#                                       doctor smoke conformance models benchmark report; default: these, in this order;
#                                       and sanitizer, which is slow and takes compute-sanitizer
#
#   there:  mkdir gpu && tar xJf scopegraph-gpu.tar.xz -C gpu && gpu/run.sh test
#
# environment of test: RESULTS     folder for what is found (default: results, beside run.sh)
#                      CASES       for the sanitizer, a regular expression for names of cases (default: all)
#                      REPLAYS     runs of the replay test (default: 10000)
#                      PRECISIONS  for the benchmark (default: float32,tf32,float16,bfloat16)
#                      BATCHES     for the benchmark (default: 1,8,32)
#                      ROUNDS      for the benchmark (default: 5)
#                      MODES       of PyTorch, for the benchmark (default: eager,graph,compiled); empty for none
#                      PYTHON      the interpreter with PyTorch and NVIDIA's wheels (default: python3)
#                      GPU_LIB_DIRS  folders with NVIDIA's libraries to look in first
# environment of pack: JAVA_HOME, SCOPEGRAPH_SHARED (folder of test data; default: ../shared beside the repository), XZ_LEVEL,
#                      LEAVE_OUT (jars that are not needed there: 'rapidocr*' spares 26 MiB, and the tests of OCR are skipped)
# A step that fails does not keep the next ones from running; the exit status tells that one did.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
die() { echo "run.sh: $*" >&2; exit 1; }

# ---- on the machine that builds

pack() {
  local output=$1 root jar
  root=$(cd "$here/../.." && pwd)
  [ ! -e "$output" ] || [ -z "$(ls -A "$output")" ] || [ -e "$output/scopegraph-gpu" ] || die "$output holds other things"
  # shellcheck source=.mvn/jdk.sh
  . "$root/.mvn/jdk.sh"
  find_jdk || die 'no JDK 25 found; set JAVA_HOME'
  export JAVA_HOME=$jdk_home
  mkdir -p "$output"
  output=$(cd "$output" && pwd)
  local to=$output/scopegraph-gpu
  rm -rf "$to" "$output/scopegraph-gpu.tar.xz"
  mkdir -p "$to/lib" "$to/benchmark"

  echo '== classes'
  "$root/mvnw" --quiet --batch-mode --file "$root/pom.xml" -Dquick -Doutput.folder=target/gpu -DskipTests -pl integration-tests -am \
    package dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/gpu-class-path
  local class_path
  class_path=$(cat "$root/integration-tests/target/gpu-class-path")
  local IFS=:
  for jar in $class_path; do
    # LEAVE_OUT is a pattern.
    # shellcheck disable=SC2254
    case ${jar##*/} in
      # The native halves travel unpacked, and the rules of architecture stay at home.
      *-natives-* | archunit*) ;;
      ${LEAVE_OUT:-/}) ;;
      *) cp "$jar" "$to/lib/" ;;
    esac
  done
  unset IFS
  cp -r "$root/integration-tests/target/gpu/test-classes" "$to/"

  echo '== Java and native libraries'
  "$here/kit/build.sh" "$to" "$class_path"

  local shared=${SCOPEGRAPH_SHARED:-$root/../shared}
  if [ -d "$shared/models" ]; then
    mkdir -p "$to/shared"
    cp -rL "$shared/models" "$to/shared/"
  else
    echo "no test data in $shared/models: tests that need it will be skipped there"
  fi
  cp "$here/benchmark/resnet50.py" "$here/benchmark/compare.py" "$to/benchmark/"
  install -m 755 "$0" "$to/run.sh"
  git -C "$root" rev-parse HEAD >"$to/commit" 2>/dev/null || echo unknown >"$to/commit"
  [ -z "$(git -C "$root" status --porcelain 2>/dev/null)" ] || echo 'with changes that are not committed' >>"$to/commit"

  echo '== archive'
  tar -C "$to" --sort=name --owner=0 --group=0 --numeric-owner --mtime='2026-01-01 UTC' -c . |
    xz -T0 "-${XZ_LEVEL:-6}" >"$output/scopegraph-gpu.tar.xz"
  du -sk --apparent-size "$to"/* | awk '{ sub(".*/", "", $2); printf "%8d KiB  %s\n", $1, $2 }'
  printf '%8d KiB  scopegraph-gpu.tar.xz\n' $(($(stat -c %s "$output/scopegraph-gpu.tar.xz") / 1024))
}

check() {
  local output=$1 scratch to
  [ -f "$output/scopegraph-gpu.tar.xz" ] || die "no archive in $output; run.sh pack makes it"
  scratch=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$scratch'" EXIT
  to=$scratch/scopegraph-gpu
  mkdir "$to"
  tar xJf "$output/scopegraph-gpu.tar.xz" -C "$to"
  "$here/kit/test.sh" "$to" "$to/lib/*"
  echo '== ratios'
  "$here/benchmark/test.sh"
  echo '== the tests for GPUs, which say why they do not run where there is none'
  local status=0
  RESULTS=$scratch/results "$to/run.sh" test doctor conformance report >"$scratch/log" 2>&1 || status=$?
  cat "$scratch/log"
  if "$to/gpu-java.sh" -cp "$to/lib/*" io.scopegraph.cli.Main doctor --device cuda >/dev/null 2>&1; then
    [ $status -eq 0 ] || die "status $status, although there is a GPU"
  else
    [ $status -ne 0 ] || die 'a machine without a GPU passed the test'
    grep -q '^MISSING wanted  cuda' "$scratch"/results/*.md || die 'the report does not say what is missing'
    grep -q '^Not tested: cuda, ' "$scratch/results/conformance.log" || die 'the tests do not say why they did not run'
  fi
  echo 'run.sh: the check passed'
}

# ---- on the machine with the GPU

java_with() { # class path before the jars, then arguments of Java
  local front=$1
  shift
  "$here/gpu-java.sh" -Dscopegraph.shared="$here/shared" -Dscopegraph.test.device=cuda \
    -cp "$front$here/lib/*" "$@"
}

# Runs a step and keeps what it prints; its last lines go into the report if it fails.
step() {
  local name=$1 status=0
  shift
  echo "== $name"
  "$@" >"$results/$name.log" 2>&1 || status=$?
  if [ $status -eq 0 ]; then
    echo passed >"$results/$name.status"
  else
    echo "FAILED with status $status" >"$results/$name.status"
    failed=true
  fi
  tail -n 25 "$results/$name.log"
}

doctor() {
  java_with '' io.scopegraph.cli.Main doctor --device cuda --open
}

smoke() {
  java_with "$here/smoke:" Smoke
}

junit() { # tests by JUnit's selectors
  java_with "$here/test-classes:" -Xmx16g "-Dscopegraph.gpu.replays=${REPLAYS:-10000}" \
    org.junit.platform.console.ConsoleLauncher execute --include-tag gpu --details=summary --disable-banner \
    --fail-if-no-tests --reports-dir "$results/junit" "$@"
}

conformance() {
  junit --select-package io.scopegraph.conformance
}

sanitizer() { # out-of-bounds and misaligned accesses of every kernel that the cases launch
  command -v compute-sanitizer >/dev/null || { echo 'compute-sanitizer is not installed'; return 1; }
  local tool
  for tool in memcheck racecheck synccheck; do
    compute-sanitizer --tool "$tool" --target-processes all --error-exitcode 86 --print-limit 20 \
      "$here/gpu-java.sh" -Dscopegraph.test.device=cuda "-Dscopegraph.test.cases=${CASES:-}" \
      -cp "$here/test-classes:$here/lib/*" org.junit.platform.console.ConsoleLauncher execute --include-tag gpu \
      --details=summary --disable-banner --select-package io.scopegraph.conformance || return
  done
}

models() {
  junit --select-package io.scopegraph.integration
}

benchmark() {
  local mode engines=() modes=(--mode scopegraph:measured --mode scopegraph:heuristic)
  engines+=(--engine "scopegraph=$here/gpu-java.sh -cp $here/test-classes:$here/lib/* io.scopegraph.integration.gpu.BenchmarkEngine --device cuda")
  if "${PYTHON:-python3}" -c 'import torch' 2>/dev/null; then
    engines+=(--engine "pytorch=${PYTHON:-python3} $here/benchmark/resnet50.py")
    for mode in $(tr , ' ' <<<"${MODES-eager,graph,compiled}"); do
      modes+=(--mode "pytorch:$mode")
    done
  else
    echo 'PyTorch is not installed: measured without it'
  fi
  "${PYTHON:-python3}" "$here/benchmark/compare.py" "${engines[@]}" "${modes[@]}" \
    --precisions "${PRECISIONS:-float32,tf32,float16,bfloat16}" --batches "${BATCHES:-1,8,32}" --rounds "${ROUNDS:-5}" \
    --json "$results/benchmark.json" --markdown "$results/benchmark.md"
}

report() {
  local device driver name step
  device=$(nvidia-smi --query-gpu=name --format=csv,noheader 2>/dev/null | head -n 1 || true)
  driver=$(nvidia-smi --query-gpu=driver_version --format=csv,noheader 2>/dev/null | head -n 1 || true)
  name=$(tr -cs '[:alnum:]' - <<<"${device:-no-device}" | tr '[:upper:]' '[:lower:]' | sed 's/^-*//; s/-*$//')
  local file
  file=$results/$name-$(date -u +%Y-%m-%d).md
  {
    echo "# ${device:-No device}, $(date -u +%Y-%m-%d)"
    echo
    echo "Driver ${driver:-none}, commit $(paste -sd, "$here/commit"), PyTorch $("${PYTHON:-python3}" -c 'import torch; print(torch.__version__)' 2>/dev/null || echo 'not installed')."
    echo
    echo '| step | outcome | last line |'
    echo '| --- | --- | --- |'
    for step in doctor smoke conformance models sanitizer benchmark; do
      if [ -e "$results/$step.status" ]; then
        printf '| %s | %s | %s |\n' "$step" "$(cat "$results/$step.status")" \
          "$(grep -E 'tests (found|successful|failed)|passed|wanted' "$results/$step.log" | tail -n 2 | tr -d '[]' | tr -s ' ' | paste -sd ';' || true)"
      else
        printf '| %s | not run | |\n' "$step"
      fi
    done
    if [ -e "$results/doctor.log" ]; then
      printf '\n```\n'
      grep -E '^(ok|poor|MISSING)' "$results/doctor.log" || true
      printf '```\n'
    fi
    if [ -e "$results/benchmark.md" ]; then
      printf '\n## ResNet-50\n\n'
      cat "$results/benchmark.md"
    fi
  } >"$file"
  echo "report: $file"
}

run_tests() {
  [ -x "$here/java/bin/java" ] || die 'no Java beside run.sh: this is for the folder that the archive was unpacked to'
  results=${RESULTS:-$here/results}
  mkdir -p "$results"
  results=$(cd "$results" && pwd)
  failed=false
  local name
  [ $# -gt 0 ] || set -- doctor smoke conformance models benchmark report
  for name in "$@"; do
    case $name in
      doctor | smoke | conformance | models | sanitizer | benchmark) step "$name" "$name" ;;
      report) report ;;
      *) die "unknown step $name" ;;
    esac
  done
  ! $failed
}

case ${1:-} in
  pack | check)
    [ $# -eq 2 ] || die "usage: run.sh $1 OUTPUT"
    "$1" "$2"
    ;;
  test)
    shift
    run_tests "$@"
    ;;
  *) die 'usage: run.sh pack OUTPUT | check OUTPUT | test [STEP ...]' ;;
esac
