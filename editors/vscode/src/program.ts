// The program goalpost: how its language server is started, and its commands are run. Knows nothing of VS Code.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";

/** How the language server is started: always as a list of arguments, never through a shell. */
export function serverCommand(program: string): { command: string; args: string[] } {
  return { command: program, args: ["lsp"] };
}

/** The nearest folder upward with goalpost.yaml, as the program finds its root; none if there is none. */
export function rootOf(file: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "goalpost.yaml"))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** What a run of the program answered. */
export interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

/** The most bytes of an answer: a report of 10,000 goals has 5 MB. */
const MOST = 64 * 1024 * 1024;

/** Runs a command of the program in a goals root. Rejects only if the program cannot be started. */
export function run(program: string, root: string, args: string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // `--color never` and no terminal: the answer is read by a program.
    const all = ["--root", root, "--color", "never", ...args];
    execFile(program, all, { cwd: root, maxBuffer: MOST, windowsHide: true }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : undefined;
      if (code === undefined) reject(error);
      else resolve({ code, stdout, stderr });
    });
  });
}

/** The id that a goal file writes; none in goalpost.yaml, org.yaml and files without one. */
export function idIn(text: string): string | undefined {
  const found = /^id:[ \t]*(["']?)([a-z0-9][a-z0-9._-]{0,79})\1[ \t]*(?:#.*)?$/m.exec(text);
  return found?.[2];
}

/** The arguments of a check-in. What the user typed is one argument each, whatever it contains. */
export function checkinArgs(id: string, value: string, note: string): string[] {
  const more = note.trim() === "" ? [] : [`--note=${note.trim()}`];
  return ["checkin", ...more, "--", id, value.trim()];
}

/** The arguments for the line of sight of a goal, as Markdown. */
export function whyArgs(id: string): string[] {
  return ["why", "--format", "markdown", "--", id];
}

/** The arguments for the report, as one HTML file that fetches nothing. */
export const reportArgs: string[] = ["report", "--format", "html"];
