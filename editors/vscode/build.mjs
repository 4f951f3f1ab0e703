// Bundles the extension: one file for VS Code, and one of what needs no VS Code, for the tests.
import { copyFileSync } from "node:fs";
import { build } from "esbuild";

const common = { bundle: true, platform: "node", format: "cjs", target: "node20", logLevel: "warning" };
await build({ ...common, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", external: ["vscode"], minify: true });
await build({ ...common, entryPoints: ["src/program.ts"], outfile: "dist/program.js" });
await build({ ...common, entryPoints: ["src/page.ts"], outfile: "dist/page.js" });
copyFileSync("../../LICENSE-MIT", "LICENSE");
