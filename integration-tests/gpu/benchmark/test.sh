#!/usr/bin/env bash
# Tests compare.py with engines that answer at once what they are told to.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
die() { echo "benchmark/test.sh: $*" >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compare() { # the precisions
  python3 "$here/compare.py" --engine "ours=python3 $here/fake_engine.py ours 2" \
    --engine "theirs=python3 $here/fake_engine.py theirs 3 tf32" --mode ours:graph --mode theirs:eager \
    --precisions "$1" --batches 1,8 --rounds 2 --seconds 0 --json "$scratch/results.json" --markdown "$scratch/results.md" \
    >"$scratch/log" 2>&1
}

compare float32 || die "it failed: $(cat "$scratch/log")"
grep -q '^| float32 | 8 | 16.000 ms, 500/s | 24.000 ms, 333/s, \*\*1.50\*\* |$' "$scratch/results.md" ||
  die "unexpected ratios: $(cat "$scratch/results.md")"
python3 - "$scratch/results.json" <<'PY' || die 'unexpected JSON'
import json, sys
results = json.load(open(sys.argv[1]))
assert [(r['engine'], r['batch'], r['median_ms'], len(r['rounds'])) for r in results] == [
    ('ours', 1, 2.0, 2), ('theirs', 1, 3.0, 2), ('ours', 8, 16.0, 2), ('theirs', 8, 24.0, 2)], results
PY
! compare float32,tf32 || die 'a case that failed passed for a good one'
grep -q '^- theirs eager, tf32, batch 1: made to fail$' "$scratch/results.md" || die 'a failure is not told'
grep -q '^| tf32 | 1 | 2.000 ms, 500/s | failed |$' "$scratch/results.md" || die 'a failure hides the other engines'
echo 'ratios as expected'
