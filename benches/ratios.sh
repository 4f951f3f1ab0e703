#!/usr/bin/env bash
# What goalpost costs against the least that the same files and commits can cost, and against others that read them, in CPU
# seconds, in one run:
#   benches/ratios.sh [GOALS [COMMITS]]        10000 goals and 20000 commits unless said otherwise
# `check` against find | xargs cat and against ajv-cli with our schema (where AJV or the PATH names it: npm i ajv-cli), `history
# --all` against git log --raw. `LARGE=1` measures 100,000 goals and an organization of 64 MiB too, with time on the wall and
# the most memory, and `LARGE=2` 1,000,000 goals. Everything is made in a temporary folder, the same each time. Takes bash, git,
# awk, and a release build, which it makes unless GOALPOST names a program.
set -euo pipefail
export LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GOALPOST_TODAY=2026-11-21
goals=${1:-10000} commits=${2:-20000} runs=5

cd "$(dirname "${BASH_SOURCE[0]}")/.."
goalpost=${GOALPOST:-}
if [ -z "$goalpost" ]; then
  cargo build --release --locked --quiet
  goalpost=${CARGO_TARGET_DIR:-target}/release/goalpost
fi
goalpost=$(realpath "$goalpost")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# The texts of goals, for the two programs below.
read -r -d '' texts <<'AWK' || true
function word(n,  w, i) {   # no two alike, so that goals are not
  for (i = 0; i < 4; i++) { w = w substr("bacedifogukaleminopurasetivowuza", 1 + 2 * (n % 16), 2); n = int(n / 16) }
  return w
}
function objective(n,  above) {
  above = n < 5 ? "mission" : n < 50 ? "o-" n % 5 : "o-" 5 + n % 45
  return "kind: objective\nid: o-" n "\ntitle: Free " word(n) " from surprises\nowner: p-" int(n / 3) "\nperiod: 2026-Q4\n" \
    "supports: [" above "]\nwhy: somebody waits for it\n"
}
function key_result(n, k, current) {
  return "kind: key_result\nid: o-" n "-kr-" k "\ntitle: Cut open cases of " word(3 * n + k) " from 100 to 0\n" \
    "measures: o-" n "\nmetric:\n  name: open cases of " word(3 * n + k) "\n  unit: a week\n  baseline: 100\n  target: 0\n" \
    "  current: " current "\n  as_of: 2026-11-18\n  source: https://numbers.example/" n "/" k "\nconfidence: 0.6\n"
}
function mission() { return "kind: mission\nid: mission\ntitle: Be fast\nstatement: Answer before anybody asks.\n" }
AWK

# A folder of about so many goals: an objective and three key results each.
make_goals() {
  mkdir -p "$1"
  (cd "$1" && seq -f 'goals/%03g' 0 "$(($2 / 400))" | xargs mkdir -p && awk -v objectives="$(($2 / 4))" "$texts"'
    function put(path, text) { printf "%s", text > path; close(path) }
    BEGIN {
      put("goalpost.yaml", "organization: Measured\n")
      put("mission.yaml", mission())
      for (n = 0; n < objectives; n++) {
        folder = sprintf("goals/%03d/", n / 100)
        put(folder "o-" n ".yaml", objective(n))
        for (k = 0; k < 3; k++) put(folder "o-" n "-kr-" k ".yaml", key_result(n, k, 40 + (n * 7 + k * 13) % 50))
      }
    }')
}

# A repository of so many commits, one in so many of them a check-in on one of 100 objectives below okrs/, the others on
# code; from 2026-10-01 on, 200 seconds apart.
make_repository() {
  git init -q -b main "$1"
  awk -v commits="$2" -v each="$3" "$texts"'
    function put(path, text) { printf "M 100644 inline %s\ndata %d\n%s\n", path, length(text), text }
    BEGIN {
      print "feature done"
      for (c = 0; c < commits; c++) {
        printf "commit refs/heads/main\ncommitter P <p@measured.example> %d +0000\ndata 4\nwork\n", 1790856000 + c * 200
        if (c == 0) {
          put("okrs/goalpost.yaml", "organization: Measured\n")
          put("okrs/mission.yaml", mission())
          for (n = 0; n < 100; n++) {
            put("okrs/" n % 10 "/o-" n ".yaml", objective(n))
            put("okrs/" n % 10 "/o-" n "-kr-0.yaml", key_result(n, 0, 100))
          }
        } else if (c % each == 0) {
          n = (c / each) % 100
          put("okrs/" n % 10 "/o-" n "-kr-0.yaml", key_result(n, 0, 100 - int(90 * c / commits)))
        } else {
          put(sprintf("src/%02d/%02d.c", c % 97, c % 89), "int f(void) { return " c "; }\n")
        }
      }
      print "done"
    }' | git -C "$1" fast-import --quiet --done
  git -C "$1" reset -q --hard
}

# The least CPU seconds of some runs of a command, with all that it starts.
cpu() {
  local TIMEFORMAT='%U %S'
  for _ in $(seq "$runs"); do
    { time "$@" >/dev/null 2>&1; } 2>&1 || true
  done | awk '{ sum = $1 + $2; if (NR == 1 || sum < least) least = sum } END { printf "%.3f", least }'
}

floor_of_check() { find "$1" -type f -print0 | xargs -0 cat; }
row() { awk -v what="$1" -v a="$2" -v b="$3" 'BEGIN { printf "%-46s %8.3f %9.3f %7.2f\n", what, a, b, (a > 0 ? b / a : 0) }'; }
history_row() {
  row "$1" "$(cpu git -C "$2" log --raw -- okrs)" "$(cpu "$goalpost" history --all --format json -q --root "$2/okrs")"
}

printf '%s, %s, %s processors; CPU seconds, the least of %s runs\n\n' \
  "$("$goalpost" --version)" "$(git --version)" "$(getconf _NPROCESSORS_ONLN)" "$runs"
printf '%-46s %8s %9s %7s\n' '' floor goalpost ratio

make_goals goals "$goals"
check=$(cpu "$goalpost" check -q --root goals)
row "check, $goals goals" "$(cpu floor_of_check goals)" "$check"

# A peer of check: a validator of JSON Schema over the same files, which knows no links between them.
ajv=${AJV:-$(command -v ajv || true)}
if [ -n "$ajv" ]; then
  "$goalpost" schema goal >goal.schema.json
  runs=1
  peer=$(cpu "$ajv" validate --strict=false --all-errors -c ajv-formats -s goal.schema.json -d 'goals/goals/**/*.yaml')
  runs=5
  row "  ajv-cli against check: how often slower" "$check" "$peer"
else
  echo 'skipped: no ajv here (npm i ajv-cli ajv-formats, AJV=node_modules/.bin/ajv)'
fi

make_repository monorepo "$commits" 50
history_row "history, $commits commits, 1 in 50 on goals" monorepo
git -C monorepo commit-graph write --reachable --no-progress
history_row "  with a commit-graph" monorepo
git -C monorepo commit-graph write --reachable --changed-paths --no-progress
history_row "  with changed-path filters" monorepo

make_repository okrs "$((commits / 4))" 1
history_row "history, $((commits / 4)) commits, all on goals" okrs
git -C okrs commit-graph write --reachable --changed-paths --no-progress
history_row "  with changed-path filters" okrs

# What a command takes on the wall and in memory, where it is large.
large_row() {
  local what=$1 told
  shift
  told=$(/usr/bin/time -f '%e %U %M' "$@" 2>&1 >answer | tail -n 1)
  awk -v what="$what" -v told="$told" -v size="$(stat -c %s answer)" 'BEGIN { split(told, it, " ")
    printf "%-46s %7.1f s on the wall, %6.1f s CPU, %7.0f MB, %6.1f MB written\n", what, it[1], it[2], it[3] / 1024, size / 1e6 }'
}
if [ "${LARGE:-0}" -ge 1 ]; then
  printf '\n'
  make_goals large 100000
  large_row 'check, 100000 goals' "$goalpost" check -q --root large
  large_row 'report, 100000 goals' "$goalpost" report -q --root large
  mkdir people
  awk 'BEGIN { print "teams: [{id: all, name: All}]\npeople:"
    for (; size < 67000000; n++) {
      line = sprintf("  - {id: p-%d, name: Person %d of them, team: all, email: [p-%d@northwind.example], github: p-%d}", n, n, n, n)
      size += length(line) + 1
      print line
    }
  }' >people/org.yaml
  printf 'kind: mission\nid: m\ntitle: M\nstatement: S\n' >people/m.yaml
  touch people/goalpost.yaml
  large_row "check, org.yaml of $(($(stat -c %s people/org.yaml) >> 20)) MiB" "$goalpost" check -q --root people
fi
if [ "${LARGE:-0}" -ge 2 ]; then
  make_goals huge 1000000
  large_row 'check, 1000000 goals' "$goalpost" check -q --root huge
fi

printf '\nfloors: find | xargs cat over the same files; git log --raw -- okrs over the same commits, which reads no file\n'
