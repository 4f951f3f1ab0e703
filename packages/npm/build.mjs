// Makes the npm packages: one for each platform, with its program, and `goalpost-okr`, which starts the right one.
//
//     node packages/npm/build.mjs OUT PLATFORM=PROGRAM...
//
// OUT is a new folder. PLATFORM is what Node.js calls it (linux-x64, linux-arm64, darwin-arm64, win32-x64), with -musl for
// Alpine's; PROGRAM is the built file. Name, version, address and licence come from Cargo.toml. Prints the folders, the
// main package last: npm publishes them in that order, so that what the main one names is there.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, "..", "..");
const manifest = readFileSync(join(top, "Cargo.toml"), "utf8").split(/^\[dependencies\]$/m)[0];
const field = (name) => {
  const found = manifest.match(new RegExp(`^${name} = "(.*)"$`, "m"));
  if (!found) throw new Error(`Cargo.toml has no ${name}`);
  return found[1];
};
const common = {
  version: field("version"),
  description: field("description"),
  license: `(${field("license")})`,
  repository: { type: "git", url: `git+${field("repository")}.git` },
};

const [out, ...programs] = process.argv.slice(2);
if (!out || programs.length === 0) {
  console.error("usage: node packages/npm/build.mjs OUT PLATFORM=PROGRAM...");
  process.exit(2);
}

const write = (folder, content) => writeFileSync(join(folder, "package.json"), JSON.stringify(content, null, 2) + "\n");
const licences = (folder) => {
  for (const file of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(top, file), join(folder, file));
};
const optionalDependencies = {};
const folders = [];
for (const pair of programs) {
  const [platform, path] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
  const [os, cpu, libc] = platform.split("-");
  const name = `goalpost-okr-${platform}`;
  const folder = join(out, name);
  const file = os === "win32" ? "bin/goalpost.exe" : "bin/goalpost";
  mkdirSync(join(folder, "bin"), { recursive: true });
  copyFileSync(path, join(folder, file));
  chmodSync(join(folder, file), 0o755);
  licences(folder);
  const linux = os === "linux" ? { libc: [libc ?? "glibc"] } : {};
  write(folder, {
    name,
    ...common,
    description: `${common.description}: the program for ${platform}`,
    os: [os],
    cpu: [cpu],
    ...linux,
    files: ["bin"],
    preferUnplugged: true,
  });
  optionalDependencies[name] = common.version;
  folders.push(folder);
}

const main = join(out, "goalpost-okr");
cpSync(join(here, "goalpost-okr"), main, { recursive: true });
copyFileSync(join(top, "README.md"), join(main, "README.md"));
licences(main);
write(main, {
  name: "goalpost-okr",
  ...common,
  keywords: ["okr", "goals", "git", "yaml", "lint"],
  bin: { goalpost: "bin/goalpost.js" },
  engines: { node: ">=18" },
  files: ["bin"],
  optionalDependencies,
});
folders.push(main);
console.log(folders.join("\n"));
