#!/usr/bin/env bash
# Installs the packages in target/packages on this machine, each in a clean place, and checks the examples with the program in
# it, without Rust on the PATH: packages/build.sh, then packages/try.sh. Packages of other platforms are left alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source=$PWD
packages=$source/target/packages
examples=$PWD/examples/northwind
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# Only the system's own programs, and a home without caches.
path=/usr/local/bin:/usr/bin:/bin
node=$(dirname "$(command -v node)")
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)

clean() { env -i PATH="$1" HOME="$place/home" LANG=C.UTF-8 GOALPOST_TODAY=2026-11-21 "${@:2}"; }
mkdir -p "$place/home"

# try NAME PROGRAM…: the program is there, has this version and checks the examples.
try() {
  local name=$1 there=$2
  shift 2
  ! clean "$there" sh -c 'command -v cargo' >/dev/null || { echo "cargo is on the PATH: $there"; exit 1; }
  [ "$(clean "$there" "$@" --version)" = "goalpost $version" ]
  local code=0
  clean "$there" "$@" --root "$examples" check -q >"$place/check" 2>&1 || code=$?
  [ "$code" -le 1 ] || { cat "$place/check"; echo "$name: exit code $code"; exit 1; }
  printf '%-6s %s\n' "$name" "runs and checks"
}

size() { printf '%-6s %s bytes\n' "$1" "$(stat -c %s "$2")"; }

python3 -m venv "$place/venv"
wheel=$(find "$packages" -maxdepth 1 -name "goalpost_okr-*manylinux*$(uname -m).whl" | head -1)
size wheel "$wheel"
"$place/venv/bin/pip" install --quiet --no-index "$wheel"
try wheel "$path" "$place/venv/bin/goalpost"

# As pre-commit installs a hook of `language: python` with `additional_dependencies`, where it is there to be asked.
if "$place/venv/bin/pip" install --quiet pre-commit 2>/dev/null; then
  git init -q "$place/hooked"
  cp -r "$examples/." "$place/hooked"
  cat >"$place/hooked/.pre-commit-config.yaml" <<YAML
repos:
  - repo: local
    hooks:
      - id: goalpost
        name: goalpost check
        entry: goalpost check --staged
        language: python
        additional_dependencies: ["$wheel"]
        pass_filenames: false
        always_run: true
YAML
  git -C "$place/hooked" add -A
  (cd "$place/hooked" && clean "$place/venv/bin:$path" pre-commit run --all-files) || { echo "pre-commit failed"; exit 1; }
  printf '%-6s %s\n' hook "runs from the wheel, without a compiler"
  # As it installs the hook of this repository, which asks for the wheel by name and version.
  (cd "$place/hooked" && clean "$place/venv/bin:$path" PIP_FIND_LINKS="$packages" \
    pre-commit try-repo "$source" goalpost-wheel --all-files) || { echo "pre-commit failed"; exit 1; }
  printf '%-6s %s\n' hook "goalpost-wheel runs without a compiler"
else
  echo "skipped: pre-commit cannot be installed here"
fi

mkdir -p "$place/npm"
programs=()
for folder in "$packages"/npm-programs/*; do programs+=("$(basename "$folder")=$(ls "$folder"/*)"); done
mapfile -t folders < <(node packages/npm/build.mjs "$place/npm/packages" "${programs[@]}")
tarballs=()
for folder in "${folders[@]}"; do
  tarballs+=("$place/npm/$(cd "$place/npm" && npm pack --silent "$folder")")
  size npm "${tarballs[-1]}"
done
mkdir "$place/npm/use"
(cd "$place/npm/use" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund --offline "${tarballs[@]}")
try npm "$node:$path" "$place/npm/use/node_modules/.bin/goalpost"

deb=$(find "$packages" -maxdepth 1 -name "goalpost_*_$(dpkg --print-architecture 2>/dev/null).deb" | head -1)
if [ -n "$deb" ]; then
  size deb "$deb"
  dpkg-deb -x "$deb" "$place/deb"
  try deb "$path" "$place/deb/usr/bin/goalpost"
  zcat "$place/deb/usr/share/man/man1/goalpost.1.gz" | grep -q '^.TH goalpost'
fi
