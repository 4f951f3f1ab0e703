// Machines with other fonts than this one: fonts of one width each are made, and Chromium is started so that it knows
// nothing else. What a page is wide depends on fonts, and Debian's, Apple's and Microsoft's differ by a third.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

// Widths of a character in em: Arial Narrow has 0.45 on average, Arial 0.5, DejaVu Sans 0.6, a typewriter's 0.6.
// `none` has no letters: every one is drawn as the box that stands for what no font has.
const FONTS = {
  narrow: {advance: 400, from: 0x20, to: 0x2fff},
  wide: {advance: 700, from: 0x20, to: 0x2fff},
  none: {advance: 600, from: 0xe000, to: 0xe001},
};

/** The environment under which Chromium knows the font of that name alone. */
export function environment(name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `fonts-${name}-`));
  fs.writeFileSync(path.join(folder, `${name}.ttf`), font(`Made ${name}`, FONTS[name]));
  const config = path.join(folder, "fonts.conf");
  fs.writeFileSync(config, `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${folder}/cache</cachedir></fontconfig>
`);
  process.on("exit", () => fs.rmSync(folder, {recursive: true, force: true}));
  return {...process.env, FONTCONFIG_FILE: config};
}

// A TrueType font (https://learn.microsoft.com/typography/opentype/spec) whose characters `from` to `to` are all the same
// box of `advance` thousandths of an em, and so is the one that stands for all others.
function font(name, {advance, from, to}) {
  const glyphs = to - from + 2;
  const right = advance - 100;
  const box = Buffer.concat([i16(1, 50, 0, right, 700, 3, 0), Buffer.from([1, 1, 1, 1]), i16(50, 0, right - 50, 0), i16(0, 700, 0, -700)]);
  const glyf = Buffer.concat([box, Buffer.alloc(box.length % 2)]);
  // Every glyph has its own copy: the index can only grow.
  const loca = Buffer.alloc(4 * (glyphs + 1));
  for (let at = 0; at <= glyphs; at += 1) loca.writeUInt32BE(at * glyf.length, 4 * at);
  const names = [[1, name], [2, "Regular"], [4, name], [6, name.replace(/ /g, "")]];
  const texts = names.map(([, text]) => Buffer.from(text, "utf16le").swap16());
  let offset = 0;
  const records = names.map(([id], at) => {
    const record = u16(3, 1, 0x409, id, texts[at].length, offset);
    offset += texts[at].length;
    return record;
  });
  const tables = {
    "OS/2": Buffer.concat([u16(4, advance, 400, 5, 0), u16(...Array(10).fill(0)), u16(0), Buffer.alloc(10), u32(3, 0, 0, 0), Buffer.from("made"),
      u16(0x40, from, to), i16(800, -200, 90), u16(1000, 250), u32(1, 0), i16(500, 700), u16(0, 32, 1)]),
    cmap: Buffer.concat([u16(0, 1, 3, 1), u32(12), u16(4, 32, 0, 4, 4, 1, 0, to, 0xffff, 0, from, 0xffff, (1 - from) & 0xffff, 1, 0, 0)]),
    glyf: Buffer.concat(Array(glyphs).fill(glyf)),
    head: Buffer.concat([u32(0x10000, 0x10000, 0, 0x5f0f3cf5), u16(0, 1000), Buffer.alloc(16), i16(0, -200, right, 800), u16(0, 8, 2, 1, 0)]),
    hhea: Buffer.concat([u32(0x10000), i16(800, -200, 90), u16(advance), i16(50, 50, right, 1, 0, 0), Buffer.alloc(10), u16(1)]),
    hmtx: Buffer.concat([u16(advance), i16(50), Buffer.alloc(2 * (glyphs - 1))]),
    loca,
    maxp: Buffer.concat([u32(0x10000), u16(glyphs, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)]),
    name: Buffer.concat([u16(0, names.length, 6 + 12 * names.length), ...records, ...texts]),
    post: Buffer.concat([u32(0x30000, 0), i16(-100, 50), u32(0, 0, 0, 0, 0)]),
  };
  const tags = Object.keys(tables).sort();
  let at = 12 + 16 * tags.length;
  const directory = [], contents = [];
  for (const tag of tags) {
    const content = tables[tag];
    directory.push(Buffer.from(tag), u32(sum(content), at, content.length));
    contents.push(content, Buffer.alloc(-content.length & 3));
    at += content.length + (-content.length & 3);
  }
  return Buffer.concat([u32(0x10000), u16(tags.length, 128, 3, tags.length * 16 - 128), ...directory, ...contents]);
}

function sum(content) {
  const padded = Buffer.concat([content, Buffer.alloc(-content.length & 3)]);
  let total = 0;
  for (let at = 0; at < padded.length; at += 4) total = (total + padded.readUInt32BE(at)) >>> 0;
  return total;
}

function numbers(bytes, write, values) {
  const content = Buffer.alloc(bytes * values.length);
  values.forEach((value, at) => write(content, value, bytes * at));
  return content;
}
const u16 = (...values) => numbers(2, (content, value, at) => content.writeUInt16BE(value, at), values);
const i16 = (...values) => numbers(2, (content, value, at) => content.writeInt16BE(value, at), values);
const u32 = (...values) => numbers(4, (content, value, at) => content.writeUInt32BE(value, at), values);
