#!/usr/bin/env node
// Runs the program from the package of this platform, which npm installed beside this one. Arguments, streams, signals
// and the exit code are the program's own.
"use strict";

const { spawn } = require("node:child_process");

function platform() {
  const libc = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime ? "-musl" : "";
  return `${process.platform}-${process.arch}${libc}`;
}

function program() {
  const name = `goalpost-okr-${platform()}`;
  try {
    return require.resolve(`${name}/bin/goalpost${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    console.error(
      `error: goalpost is not installed for ${platform()}: the optional package ${name} is missing\n` +
        "  help: install without --omit=optional; if there is no such package, build it: cargo install --locked goalpost",
    );
    process.exit(2);
  }
}

const child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });
// A terminal sends Ctrl-C to both; the program decides what it means. A signal to this process alone is passed on.
for (const signal of ["SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
process.on("SIGINT", () => {});
child.on("error", (error) => {
  console.error(`error: goalpost cannot be started: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code);
  }
});
