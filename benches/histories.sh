#!/usr/bin/env bash
# What long histories cost against `git log --raw` over the same commits, as the median of pairs that run in turn:
#   benches/histories.sh [COMMITS [WEEKS]]     100000 commits and 260 weeks unless said otherwise
# A monorepo, where one commit in 500 touches the goals in okrs/, with branches and merges; and five years of weekly
# check-ins on fifty key results. Everything is made in a temporary folder, the same each time. Takes bash, git, awk, and a
# release build, which it makes unless GOALPOST names a program.
set -euo pipefail
export LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
commits=${1:-100000} weeks=${2:-260} pairs=7

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

read -r -d '' texts <<'AWK' || true
function put(path, text) { printf "M 100644 inline %s\ndata %d\n%s\n", path, length(text), text }
function begin(ref, time, from) {
  printf "commit %s\nmark :%d\ncommitter P%d <p%d@measured.example> %d +0000\ndata 4\nwork\n", ref, ++mark, mark % 9, mark % 9, time
  if (from) printf "from :%d\n", from
}
function objective(id, period, more) {
  return "kind: objective\nid: " id "\ntitle: Free team " id " from surprises\nowner: p-" length(id) "\nperiod: " period "\n" more
}
function key_result(id, above, period, current, day, target, more) {
  return "kind: key_result\nid: " id "\ntitle: Cut open cases of " id " from 100 to 0\nmeasures: " above "\nperiod: " period \
    "\nmetric:\n  name: open cases of " id "\n  unit: a week\n  baseline: 100\n  target: " target "\n  current: " current \
    "\n  as_of: " day "\nconfidence: 0.6\n" more
}
AWK

# So many commits from 2026-10-01 to the quarter's end: one in 500 checks in on one of forty key results, and one in 5,000
# lands a moved target from a branch. Every tenth commit is the merge of a branch.
make_monorepo() {
  git init -q -b main "$1"
  awk -v commits="$2" "$texts"'
    BEGIN {
      print "feature done"
      start = 1790812800; step = 7776000 / commits
      for (c = 0; c < commits; c++) {
        time = int(start + c * step); day = strftime("%Y-%m-%d", time, 1)
        if (c == 0) {
          begin("refs/heads/main", time)
          put("okrs/goalpost.yaml", "organization: Measured\n")
          for (n = 0; n < 10; n++) put("okrs/" n "/o-" n ".yaml", objective("o-" n, "2026-Q4"))
          for (n = 0; n < 40; n++) put("okrs/" n % 10 "/k-" n ".yaml", key_result("k-" n, "o-" n % 10, "2026-Q4", 100, day, 0))
        } else if (c % 5000 == 2501) {
          n = int(c / 5000) % 40; trunk = mark
          begin("refs/heads/side", time, trunk)
          target[n] = 5; put("okrs/" n % 10 "/k-" n ".yaml", key_result("k-" n, "o-" n % 10, "2026-Q4", current[n] + 0 ? current[n] : 100, day, 5))
          side = mark; begin("refs/heads/main", time + 1, trunk); printf "merge :%d\n", side
          put("okrs/" n % 10 "/k-" n ".yaml", key_result("k-" n, "o-" n % 10, "2026-Q4", current[n] + 0 ? current[n] : 100, day, 5)); c++
        } else if (c % 500 == 7) {
          n = int(c / 500) % 40; current[n] = 100 - int(90 * c / commits)
          begin("refs/heads/main", time, mark)
          put("okrs/" n % 10 "/k-" n ".yaml", key_result("k-" n, "o-" n % 10, "2026-Q4", current[n], day, target[n] + 0))
        } else {
          path = sprintf("src/%02d/%02d/%02d.c", c % 53, c % 97, c % 89); text = "int f(void) { return " c "; }\n"; trunk = mark
          if (c % 10 == 3) { begin("refs/heads/side", time, trunk); put(path, text); side = mark
            begin("refs/heads/main", time + 1, trunk); printf "merge :%d\n", side; put(path, text); c++
          } else { begin("refs/heads/main", time, trunk); put(path, text) }
        }
      }
      print "done"
    }' | git -C "$1" fast-import --quiet --done
  git -C "$1" reset -q --hard
}

# Each week a commit for each of fifty key results; a quarter of thirteen weeks has its own goals, and the last one's are
# closed when it begins.
make_weekly() {
  git init -q -b main "$1"
  awk -v weeks="$2" "$texts"'
    BEGIN {
      print "feature done"
      for (w = 0; w < weeks; w++) {
        time = 1633046400 + int(w / 13) * 7889400 + (w % 13) * 604800; day = strftime("%Y-%m-%d", time, 1)
        # The fiscal year is the calendar year; 2021-10-01 begins the fourth quarter.
        q = 3 + int(w / 13); period = (2021 + int(q / 4)) "-Q" (q % 4 + 1)
        if (w % 13 == 0) {
          begin("refs/heads/main", time, mark)
          if (w == 0) put("okrs/goalpost.yaml", "organization: Measured\n")
          closed = "state: missed\nclosed: " day "\nreason: it was too much\n"
          for (n = 0; w > 0 && n < 10; n++) put("okrs/" last "/o-" n ".yaml", objective(tolower(last) "-o-" n, last, closed))
          for (n = 0; w > 0 && n < 50; n++)
            put("okrs/" last "/k-" n ".yaml", key_result(tolower(last) "-k-" n, tolower(last) "-o-" n % 10, last, 11 + n % 5, last_day, 0, closed))
          for (n = 0; n < 10; n++) put("okrs/" period "/o-" n ".yaml", objective(tolower(period) "-o-" n, period))
          for (n = 0; n < 50; n++) put("okrs/" period "/k-" n ".yaml", key_result(tolower(period) "-k-" n, tolower(period) "-o-" n % 10, period, 100, day, 0))
        }
        for (n = 0; n < 50; n++) {
          begin("refs/heads/main", time + 60 * (n + 1), mark)
          put("okrs/" period "/k-" n ".yaml", key_result(tolower(period) "-k-" n, tolower(period) "-o-" n % 10, period, 95 - 7 * (w % 13) + n % 5, day, 0))
        }
        last = period; last_day = day
      }
      print "done"
    }' | git -C "$1" fast-import --quiet --done
  git -C "$1" reset -q --hard
}

# CPU and wall seconds of a command, with all that it starts.
seconds() {
  local TIMEFORMAT='%U %S %R'
  { time "$@" >/dev/null 2>&1; } 2>&1 || true
}

# A row: the medians of the ratios of so many pairs, which run in turn.
row() {
  local what=$1 log=$2
  shift 2
  for _ in $(seq "$pairs"); do
    echo "$(seconds git -C "$log" log --raw -- okrs) $(seconds "$goalpost" -q "$@" --root "$log/okrs")"
  done | awk -v what="$what" '
    function median(of,  i, j, t) {
      for (i = 2; i <= NR; i++) for (j = i; j > 1 && of[j] < of[j - 1]; j--) { t = of[j]; of[j] = of[j - 1]; of[j - 1] = t }
      return of[int((NR + 1) / 2)]
    }
    { a[NR] = $1 + $2; b[NR] = $4 + $5; c[NR] = b[NR] / a[NR]; d[NR] = $6 / $3 }
    END { printf "%-44s %8.3f %9.3f %7.2f %7.2f\n", what, median(a), median(b), median(c), median(d) }'
}

rows() {
  for command in "rollup --format json" "check --format json" "history --all --format json"; do
    # shellcheck disable=SC2086  # a command and its arguments
    row "  ${command%% --*}" "$1" $command --today "$2"
  done
}

printf '%s, %s, %s processors; CPU seconds and ratios (CPU, wall), the medians of %s pairs\n\n' \
  "$("$goalpost" --version)" "$(git --version)" "$(getconf _NPROCESSORS_ONLN)" "$pairs"
printf '%-44s %8s %9s %7s %7s\n' '' git goalpost CPU wall

make_monorepo monorepo "$commits"
echo "monorepo of $commits commits, packed"
rows monorepo 2026-12-29
git -C monorepo commit-graph write --reachable --no-progress
echo "with a commit-graph"
rows monorepo 2026-12-29
git -C monorepo commit-graph write --reachable --changed-paths --no-progress
echo "with changed-path filters"
rows monorepo 2026-12-29
rm -rf monorepo

make_weekly weekly "$weeks"
echo "$weeks weeks of fifty check-ins, $(git -C weekly rev-list --count HEAD) commits"
rows weekly 2026-09-29
git -C weekly commit-graph write --reachable --changed-paths --no-progress
echo "with changed-path filters"
rows weekly 2026-09-29
