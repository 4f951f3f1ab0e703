// The extension's own parts against the real program: `GOALPOST` names it, by default the one that cargo built.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { checkinArgs, idIn, reportArgs, rootOf, run, serverCommand, whyArgs } = require("../dist/program.js");
const { isClosed, reportPage } = require("../dist/page.js");
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require("vscode-jsonrpc/node");

const program = process.env.GOALPOST ?? resolve(import.meta.dirname, "../../../target/debug/goalpost");
const goal = "kind: key_result\nid: wait\ntitle: Cut the wait from 10 to 5 minutes\nmeasures: queue\nmetric:\n  name: wait\n  unit: min\n  baseline: 10\n  target: 5\n  current: 8\n";
let root;

before(() => {
  process.env.GOALPOST_TODAY = "2026-11-21";
  root = mkdtempSync(join(tmpdir(), "goalpost-"));
  const files = {
    "goalpost.yaml": "",
    "mission.yaml": "kind: mission\nid: mission\ntitle: Bread\nstatement: Good bread for all.\n",
    "queue.yaml": "kind: objective\nid: queue\ntitle: Nobody waits\nperiod: 2026-Q4\nsupports: [mission]\n",
    "wait.yaml": goal,
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
});

after(() => rmSync(root, { recursive: true }));

test("the manifest names what the extension has", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const source = readFileSync(new URL("../src/extension.ts", import.meta.url), "utf8");
  for (const { command } of manifest.contributes.commands) assert.ok(source.includes(`"${command}"`), command);
});

test("the id of a file is read as it is written", () => {
  assert.equal(idIn(goal), "wait");
  assert.equal(idIn('kind: objective\r\nid: "a.b-c"  # why\r\n'), "a.b-c");
  assert.equal(idIn("kind: objective\nid: $(rm)\n  id: inner\n"), undefined);
  assert.equal(rootOf(join(root, "wait.yaml")), root);
});

test("commands answer, and hostile input stays an argument", async () => {
  const why = await run(program, root, whyArgs("wait"));
  assert.equal(why.code, 0);
  assert.match(why.stdout, /Good bread for all/);
  const hostile = await run(program, root, whyArgs("--help; $(touch x)"));
  assert.equal(hostile.code, 2);
  const checked = await run(program, root, checkinArgs("wait", "7", '--by=evil "$(id)"'));
  assert.equal(checked.code, 0, checked.stderr);
  const text = readFileSync(join(root, "wait.yaml"), "utf8");
  assert.match(text, /current: 7/);
  assert.match(text, /evil/);
  await assert.rejects(run(join(root, "nowhere"), root, reportArgs));
});

test("the report is shown only as a page that fetches nothing", async () => {
  const report = await run(program, root, reportArgs);
  assert.equal(report.code, 0, report.stderr);
  const page = reportPage(report.stdout);
  assert.equal(page, report.stdout, "the report has a policy of its own");
  assert.ok(isClosed(page));
  const bare = reportPage("<html><head><title>x</title></head><script>1</script></html>");
  assert.ok(isClosed(bare) && !bare.includes("script-src"));
  assert.ok(!isClosed("<html><head></head></html>"));
});

test("the language server answers over its pipes", async () => {
  const { command, args } = serverCommand(program);
  const server = spawn(command, args, { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const found = new Promise((done) => {
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      if (uri.endsWith("/queue.yaml") && diagnostics.some((it) => it.code === "dangling-link")) done(diagnostics);
    });
  });
  connection.onRequest(() => null);
  connection.listen();
  const uri = pathToFileURL(join(root, "queue.yaml")).href;
  const started = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    capabilities: { workspace: { textDocumentContent: {} } },
  });
  assert.equal(started.serverInfo.name, "goalpost");
  await connection.sendNotification("initialized", {});
  const text = readFileSync(join(root, "queue.yaml"), "utf8").replace("[mission]", "[misson]");
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  const dangling = (await found).find((it) => it.code === "dangling-link");
  const page = await connection.sendRequest("workspace/textDocumentContent", { uri: dangling.codeDescription.href });
  assert.match(page.text, /^# dangling-link\n/);
  const lens = await connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
  assert.deepEqual([lens[0].command.command, lens[0].command.arguments], ["goalpost.why", ["queue"]]);
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  assert.equal(await new Promise((done) => server.on("exit", done)), 0);
});
