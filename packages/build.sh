#!/usr/bin/env bash
# Builds every package of one platform into target/packages: packages/build.sh [TARGET]
#
# One program is compiled, into the wheel; archive, npm package and .deb hold the same one. TARGET is a Rust target, by default
# this machine's. On Linux, zig links against glibc 2.17 (manylinux2014), so that the program runs on every distribution since;
# a -musl target is static. It takes Rust, Node.js, and from PyPI `maturin` and on Linux `ziglang`; the .deb, cargo-deb.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=${1:-$(rustc -vV | sed -n 's/^host: //p')}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
out=target/packages
build=$out/build/$target
rm -rf "$build"
mkdir -p "$build" "$out/npm-programs"

# Nothing unwinds: a panic ends the program, so that the tables for it are left out where a system does not demand them.
case $target in *-linux-*) export RUSTFLAGS="${RUSTFLAGS:-} -C force-unwind-tables=no" ;; esac

options=(--profile dist --locked --target "$target" --out "$PWD/$build/wheel")
case $target in
  *-linux-gnu) options+=(--zig --compatibility manylinux2014) ;;
  *-linux-musl) options+=(--zig --compatibility musllinux_1_2) ;;
esac
(cd packages/wheel && maturin build "${options[@]}")
cp "$build"/wheel/*.whl "$out"

# The program as it is in the wheel.
case $target in *windows*) program=goalpost.exe ;; *) program=goalpost ;; esac
python3 - "$build" "$program" <<'PYTHON'
import glob, os, shutil, sys, zipfile
build, program = sys.argv[1:]
with zipfile.ZipFile(glob.glob(build + "/wheel/*.whl")[0]) as wheel:
    name = next(it for it in wheel.namelist() if it.endswith("/scripts/" + program))
    with wheel.open(name) as inside, open(os.path.join(build, program), "wb") as outside:
        shutil.copyfileobj(inside, outside)
os.chmod(os.path.join(build, program), 0o755)
PYTHON

# The archive of the release page, in which `cargo binstall` looks too.
folder=goalpost-$version-$target
mkdir -p "$build/$folder"
cp "$build/$program" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$build/$folder"
case $target in
  *windows*) (cd "$build" && python3 -m zipfile -c "../../$folder.zip" "$folder/") ;;
  *) tar -C "$build" -czf "$out/$folder.tar.gz" "$folder" ;;
esac

# What npm calls the platform. The npm packages are made of the programs of all platforms, when all are built.
case $target in
  x86_64-unknown-linux-gnu) npm=linux-x64 ;;
  aarch64-unknown-linux-gnu) npm=linux-arm64 ;;
  x86_64-unknown-linux-musl) npm=linux-x64-musl ;;
  aarch64-unknown-linux-musl) npm=linux-arm64-musl ;;
  x86_64-apple-darwin) npm=darwin-x64 ;;
  aarch64-apple-darwin) npm=darwin-arm64 ;;
  x86_64-pc-windows-msvc) npm=win32-x64 ;;
  *) npm='' ;;
esac
if [ -n "$npm" ]; then
  mkdir -p "$out/npm-programs/$npm"
  cp "$build/$program" "$out/npm-programs/$npm/"
fi

# The .deb, with manual pages and completions; only this machine's program can write them.
if [ "$target" = "$(rustc -vV | sed -n 's/^host: //p')" ] && [[ $target == *-linux-gnu ]]; then
  mkdir -p "target/$target/dist" target/deb/man target/deb/completions
  cp "$build/$program" "target/$target/dist/goalpost"
  "$build/$program" man target/deb/man
  gzip -9nf target/deb/man/*.1
  for shell in bash zsh fish; do "$build/$program" completions "$shell" >"target/deb/completions/goalpost.$shell"; done
  cargo deb --no-build --no-strip --profile dist --target "$target" --output "$out/"
fi

(cd "$out" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%f\n' | sort | xargs sha256sum >SHA256SUMS && cat SHA256SUMS)
