#!/usr/bin/env bash
# Fuzzes goalpost: fuzz/run.sh TARGET|all [SECONDS each]
# A crash is written to fuzz/found/TARGET; the inputs that reached new code are kept in fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
target=${1:?fuzz/run.sh TARGET|all [SECONDS]} seconds=${2:-60}

# Coverage for libFuzzer by options of the stable compiler; no sanitizer, as there is no unsafe code of ours.
flags=(-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
  -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing)
host=$(rustc -vV | sed -n 's/^host: //p')
# What is fuzzed is built of the same versions as the program.
cp ../Cargo.lock Cargo.lock
# With --target, programs that run while it is built are not instrumented.
RUSTFLAGS="${flags[*]}" cargo build --release --target "$host"
program=${CARGO_TARGET_DIR:-target}/$host/release/goalpost-fuzz

all=$(sed -n 's/.*FuzzTarget { name: "\([a-z_]*\)".*/\1/p' ../src/fuzz.rs)
[ "$target" = all ] || all=$target
for name in $all; do
  mkdir -p "corpus/$name" "found/$name"
  folders=("corpus/$name")
  [ -d "seeds/$name" ] && folders+=("seeds/$name")
  case $name in
    parse | lower | edit | merge | comments) folders+=(../examples/northwind/2026-Q4 ../examples/minimal) ;;
    tables) folders+=(../tests/fixtures/import) ;;
    maps) folders+=(../src/author/import/maps) ;;
  esac
  printf '== %s\n' "$name"
  FUZZ_TARGET=$name "$program" -max_total_time="$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=4096 \
    -artifact_prefix="found/$name/" -print_final_stats=1 "${folders[@]}" 2>&1 |
    grep -E '^(stat::number_of_executed_units|==|SUMMARY|artifact|thread|assertion)|panicked|Test unit written' || true
done
