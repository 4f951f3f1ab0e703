// The extension: starts `goalpost lsp`, and adds commands that ask the program itself.

import * as vscode from "vscode";
import { LanguageClient, TransportKind, type LanguageClientOptions } from "vscode-languageclient/node";
import { isClosed, reportPage } from "./page.js";
import { checkinArgs, idIn, reportArgs, rootOf, run, serverCommand, whyArgs, type Answer } from "./program.js";

let client: LanguageClient | undefined;

function program(): string {
  return vscode.workspace.getConfiguration("goalpost").get<string>("path") || "goalpost";
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const command = (name: string, action: (...args: unknown[]) => Promise<void>) =>
    context.subscriptions.push(vscode.commands.registerCommand(name, action));
  command("goalpost.checkin", checkin);
  command("goalpost.why", why);
  command("goalpost.rollup", rollup);
  command("goalpost.restart", restart);
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("goalpost.path")) await restart();
    }),
  );
  await restart();
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
  client = undefined;
}

/** Starts the language server, or starts it again. */
async function restart(): Promise<void> {
  await deactivate();
  const server = { ...serverCommand(program()), transport: TransportKind.stdio };
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: "file", language: "yaml" }],
    outputChannelName: "goalpost",
  };
  client = new LanguageClient("goalpost", "goalpost", server, options);
  try {
    await client.start();
    await vscode.commands.executeCommand("setContext", "goalpost.isActive", true);
  } catch {
    await vscode.commands.executeCommand("setContext", "goalpost.isActive", false);
    const open = "Open settings";
    const chosen = await vscode.window.showErrorMessage(
      `Could not start "${program()} lsp". Install goalpost, or set goalpost.path.`,
      open,
    );
    if (chosen === open) await vscode.commands.executeCommand("workbench.action.openSettings", "goalpost.path");
  }
}

/** The goals root of the file that is shown, or of the first folder. */
function activeRoot(): string | undefined {
  const shown = vscode.window.activeTextEditor?.document.uri;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const places = [shown?.scheme === "file" ? shown.fsPath : undefined, ...folders.map((it) => `${it.uri.fsPath}/goalpost.yaml`)];
  for (const place of places) {
    const root = place === undefined ? undefined : rootOf(place);
    if (root !== undefined) return root;
  }
  void vscode.window.showErrorMessage("There is no goalpost.yaml in this folder or above. To create one: goalpost init");
  return undefined;
}

/** The goal that a command is about: the one it is given, else that of the file that is shown. */
async function goal(given: unknown): Promise<string | undefined> {
  if (typeof given === "string") return given;
  const id = idIn(vscode.window.activeTextEditor?.document.getText() ?? "");
  return id ?? (await vscode.window.showInputBox({ title: "goalpost", prompt: "Id of the goal" }));
}

async function ask(root: string, args: string[]): Promise<Answer | undefined> {
  try {
    const answer = await run(program(), root, args);
    if (answer.code === 0) return answer;
    void vscode.window.showErrorMessage(answer.stderr.trim() || `goalpost ended with ${answer.code}`);
  } catch (error) {
    void vscode.window.showErrorMessage(`Could not run ${program()}: ${String(error)}`);
  }
  return undefined;
}

async function checkin(given?: unknown): Promise<void> {
  const root = activeRoot();
  const id = root === undefined ? undefined : await goal(given);
  if (root === undefined || !id) return;
  const document = vscode.window.activeTextEditor?.document;
  // The program changes the file on disk: what is typed must be there first.
  if (document?.isDirty && !(await document.save())) return;
  const value = await vscode.window.showInputBox({ title: `Check in: ${id}`, prompt: "Value, such as 42, +=3 or 42%" });
  if (!value) return;
  const note = await vscode.window.showInputBox({ title: `Check in: ${id}`, prompt: "Note (may be empty)" });
  if (note === undefined) return;
  const answer = await ask(root, checkinArgs(id, value, note));
  if (answer !== undefined) void vscode.window.showInformationMessage(answer.stdout.trim().split("\n")[0] ?? "");
}

async function why(given?: unknown): Promise<void> {
  const root = activeRoot();
  const id = root === undefined ? undefined : await goal(given);
  if (root === undefined || !id) return;
  const answer = await ask(root, whyArgs(id));
  if (answer === undefined) return;
  const document = await vscode.workspace.openTextDocument({ content: answer.stdout, language: "markdown" });
  await vscode.commands.executeCommand("markdown.showPreview", document.uri);
}

async function rollup(): Promise<void> {
  const root = activeRoot();
  const answer = root === undefined ? undefined : await ask(root, reportArgs);
  if (answer === undefined) return;
  const page = reportPage(answer.stdout);
  const panel = vscode.window.createWebviewPanel("goalpost.rollup", "goalpost: rollup", vscode.ViewColumn.Beside, {
    // The filters of the report are a script that its own policy admits by its hash. Nothing is read from disk.
    enableScripts: isClosed(page),
    enableCommandUris: false,
    localResourceRoots: [],
  });
  panel.webview.html = page;
}
