// Reads pages with js-yaml: node read.mjs PAGES. A line of PAGES is [text, page, what it means] in JSON.
// Ends with 9 where js-yaml is not installed.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

let yaml;
try {
  yaml = await import("js-yaml");
} catch {
  process.exit(9);
}
let wrong = 0;
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  if (!line) continue;
  const [text, page, meant] = JSON.parse(line);
  let why = "";
  try {
    const read = yaml.load(page);
    const { block } = read;
    delete read.block;
    // A day is a day, where it is not quoted on purpose.
    for (const [key, value] of Object.entries(read.named)) {
      if (value instanceof Date) read.named[key] = value.toISOString().slice(0, 10);
    }
    const same = typeof block === "string" && block.replace(/\n+$/, "") === text.replace(/\n+$/, "");
    if (!same || !isDeepStrictEqual(JSON.parse(JSON.stringify(read)), meant)) {
      why = "read otherwise: " + JSON.stringify({ block, ...read });
    }
  } catch (error) {
    why = String(error);
  }
  if (why && ++wrong < 6) console.log([JSON.stringify(text), why, page].join("\n"));
}
process.exit(wrong ? 1 : 0);
