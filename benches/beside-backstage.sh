#!/usr/bin/env bash
# The whole program beside Backstage's own functions, on the same 10,000 generated files, in turn: wall time of each run, then the
# ratio of the medians. Then 100,000 files alone.
#
# usage: benches/beside-backstage.sh PEERS   (a directory with backstage/{gen,validate-lean}.mjs and its node_modules)
set -euo pipefail
peers=$(cd "${1:?usage: beside-backstage.sh PEERS}" && pwd)
cd "$(dirname "$0")/.."
cargo build --release --quiet --example validate
validate=${CARGO_TARGET_DIR:-target}/release/examples/validate
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node "$peers/backstage/gen.mjs" 10000 "$work/10k" > /dev/null
seconds() {
  local start=$EPOCHREALTIME
  "$@" > /dev/null 2>&1 || true
  awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'
}
peer() { node "$peers/backstage/validate-lean.mjs" < "$work/10k/files.txt"; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
seconds "$validate" "$work/10k" > /dev/null
for _ in 1 2 3 4 5; do
  seconds peer >> "$work/peer"
  seconds "$validate" "$work/10k" >> "$work/ours"
done
echo "Backstage's functions, 10,000 files: $(tr '\n' ' ' < "$work/peer")s"
echo "validate, the same files:            $(tr '\n' ' ' < "$work/ours")s"
awk -v a="$(median "$work/peer")" -v b="$(median "$work/ours")" 'BEGIN { printf "ratio of the medians: %.1f\n", a / b }'
node "$peers/backstage/gen.mjs" 100000 "$work/100k" > /dev/null
seconds "$validate" "$work/100k" > /dev/null
echo "validate, 100,000 files: $(seconds "$validate" "$work/100k") s"
