// Opens pages in Chromium without a network and says what it finds, as JSON: requests that leave the page, errors on the
// console, violations of accessibility, pages that scroll sideways with the fonts that are installed and with others, how long
// a filter takes, how it prints, and what HTML validation says.
// usage: node look.mjs WORK.json     WORK: {"pages": [{"file", "filters": [[id, value], …]}]}
import fs from "node:fs";
import path from "node:path";
import {createRequire} from "node:module";
import {chromium} from "playwright-core";
import {HtmlValidate} from "html-validate";
import {environment} from "./fonts.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({extends: ["html-validate:standard"], rules: {"long-title": "off"}});
const work = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const looks = [
  {width: 1280, colorScheme: "light"},
  {width: 1280, colorScheme: "dark"},
  {width: 360, colorScheme: "dark"},
  {width: 360, colorScheme: "light", javaScriptEnabled: false},
  // The narrowest screen that WCAG asks pages to fit (1.4.10), and the widest and narrowest fonts.
  {width: 320, colorScheme: "light", fonts: "wide"},
  {width: 360, colorScheme: "light", fonts: "narrow"},
  {width: 360, colorScheme: "light", fonts: "none"},
  {width: 1280, colorScheme: "light", fonts: "wide"},
];
// Every start has a new and empty profile of its own.
const start = (env) => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
  env,
});
const browsers = {wide: await start(environment("wide")), narrow: await start(environment("narrow")), none: await start(environment("none"))};
browsers.installed = await installed();

// Chromium ends itself where no font at all is installed: then it has the wide one.
async function installed() {
  const browser = await start(process.env);
  try {
    const page = await browser.newPage();
    await page.goto("data:text/html,letters");
    await page.close();
    return browser;
  } catch {
    return browsers.wide;
  }
}

async function opened(file, {width, fonts = "installed", ...look}, said) {
  const context = await browsers[fonts].newContext({offline: true, ...look, viewport: {width, height: 900}});
  const page = await context.newPage();
  page.on("request", (request) => { if (!/^(file|data|blob|about):/.test(request.url())) said.requests.push(request.url()); });
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) said.errors.push(message.text()); });
  page.on("pageerror", (error) => said.errors.push(error.message));
  page.on("dialog", (dialog) => { said.errors.push("dialog: " + dialog.message()); dialog.dismiss(); });
  await page.goto("file://" + path.resolve(file));
  return page;
}

// What a browser prints on A4: how many pages, and how much of the first one the summary takes.
async function printed(file, said) {
  const [width, height] = [210 - 28, 297 - 24].map((mm) => Math.floor(mm / 25.4 * 96));
  const page = await opened(file, {width, colorScheme: "dark"}, said);
  const pages = (await page.pdf({format: "A4"})).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  await page.emulateMedia({media: "print"});
  const summary = await page.evaluate(() => {
    const summary = document.getElementById("summary");
    return summary ? summary.getBoundingClientRect().bottom : 0;
  });
  await page.context().close();
  return {pages, summary: summary / height};
}

async function accessible(page, rules) {
  await page.evaluate(axe);
  const {violations} = await page.evaluate((rules) => axe.run(rules ? {runOnly: rules} : {}), rules);
  return violations.map((it) => `${it.id} (${it.impact}) ${it.nodes.length}×: ${it.nodes[0].html.slice(0, 160)}`);
}

// Rows of the tree of goals whose health does not stand on the line of their number, wherever a row is a grid.
async function fallen(page) {
  const found = [];
  const begun = page.viewportSize();
  for (const width of [641, 768, 900, 1280]) {
    await page.setViewportSize({width, height: begun.height});
    found.push(...await page.evaluate((width) => {
      const rows = [...document.querySelectorAll(".tree .r")].filter((row) => row.checkVisibility());
      const top = (row, names) => row.querySelector(names)?.getBoundingClientRect().top;
      const apart = rows.filter((row) => Math.abs(top(row, ".h") - top(row, ".v, .n")) > 12);
      return apart.map((row) => `${width}: ${row.className} ${row.querySelector(".t").textContent}`);
    }, width));
  }
  await page.setViewportSize(begun);
  return found;
}

const results = [];
for (const {file, filters = [], quick = false, click} of work.pages) {
  const said = {file, requests: [], errors: [], violations: [], sideways: [], fallen: [], filters: {}, invalid: []};
  for (const look of quick ? looks.slice(0, 1) : looks) {
    const page = await opened(file, look, said);
    if (look.javaScriptEnabled !== false) {
      if (!quick) {
        if (look === looks[0]) said.violations.push(...(await accessible(page)).map((it) => `as opened: ${it}`));
        await page.evaluate(() => { for (const it of document.querySelectorAll("details")) it.open = true; });
        // Other fonts change only what has to scroll within its own box, and so has to be in reach of the keyboard.
        const rules = look.fonts && ["scrollable-region-focusable"];
        said.violations.push(...(await accessible(page, rules)).map((it) => `${look.width} ${look.colorScheme}, unfolded: ${it}`));
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > look.width) said.sideways.push(`${look.width}, ${look.fonts ?? "installed"} fonts: ${width}`);
      if (look === looks[0] && !quick) said.fallen.push(...await fallen(page));
    } else {
      said.unscripted = await page.locator("body").innerText();
    }
    await page.context().close();
  }
  const page = await opened(file, looks[0], said);
  for (const [id, value, wanted] of filters) {
    const times = [];
    let found;
    for (let turn = 0; turn < 5; turn += 1) {
      const run = ([id, value]) => {
        const field = document.getElementById(id);
        const began = performance.now();
        field.value = value;
        field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input"));
        document.body.getBoundingClientRect();
        const took = performance.now() - began;
        return [took, document.getElementById("found").textContent, document.querySelectorAll("#tree + .tree > li").length];
      };
      const [took, words, rows] = await page.evaluate(run, [id, value]);
      times.push(took);
      found = [words, rows];
      await page.evaluate(run, [id, ""]);
    }
    said.filters[`${id}=${value}`] = {fastest: Math.min(...times), found: found[0], rows: found[1]};
  }
  if (click) {
    await page.locator(click).first().click();
    said.clicked = await page.evaluate(() => ({hash: location.hash, text: document.activeElement.textContent, seen: document.activeElement.checkVisibility()}));
  }
  await page.context().close();
  if (!quick && file.endsWith(".html")) {
    said.print = await printed(file, said);
    const report = await validator.validateFile(file);
    said.invalid = report.results.flatMap((it) => it.messages.map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`)).slice(0, 20);
  }
  results.push(said);
}
for (const browser of new Set(Object.values(browsers))) await browser.close();
console.log(JSON.stringify(results));
