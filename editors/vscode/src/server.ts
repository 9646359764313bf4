// Finds the language server on this machine: as it was set, in the Python at work, on PATH, or where we installed it.

import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import * as vscode from "vscode";

/** The oldest server that knows the commands and settings of this extension. */
export const OLDEST = "0.1.0";

/** A program with its first arguments. */
export type Command = readonly [string, ...string[]];

export interface Server {
  readonly command: Command;
  readonly version: string;
}

/** Where it was looked for, in words for the output, and the server; where there is none, why. */
export interface Search {
  readonly server: Server | undefined;
  readonly tried: readonly string[];
  readonly reason: string;
}

const IS_WINDOWS = process.platform === "win32";
const PATIENCE = 30_000;

/** Look for the server. A command that was set is the only one looked at. */
export async function findServer(storage: vscode.Uri): Promise<Search> {
  const set = setCommand();
  const places = set ? [["the setting cim.server.command", async () => set] as const] : wellKnown(storage);
  const tried: string[] = [];
  let reason = "cim-lsp, the language server, was not found.";
  for (const [place, look] of places) {
    const command = await look();
    const answer = command && (await ask(command));
    if (!command || !answer?.version) {
      const found = command ? `${command.join(" ")}: ${answer?.problem}` : "nothing there";
      tried.push(`${place}: ${found}`);
      reason = set ? `The command in cim.server.command doesn't work: ${found}.` : reason;
      continue;
    }
    const server = { command, version: answer.version };
    tried.push(`${place}: ${command.join(" ")}, ${server.version}`);
    if (isNewEnough(server.version)) {
      return { server, tried, reason: "" };
    }
    reason = tooOld(server);
  }
  return { server: undefined, tried, reason };
}

/** What to say of a server that doesn't know enough. */
export function tooOld({ command, version }: Server): string {
  return `${command.join(" ")} is too old: it is ${version}, and this extension needs ${OLDEST} or newer.`;
}

/** The words that start the server with a Python, the same one that is asked for its version. */
export function withPython(python: string): Command {
  return [python, "-m", "cim_lsp.lsp.main"];
}

/** The Python of the environment that `CIM: Install Server` makes. */
export function privatePython(storage: vscode.Uri): string {
  return join(storage.fsPath, "server", IS_WINDOWS ? "Scripts/python.exe" : "bin/python");
}

/** The interpreter that the Python extension has for this workspace; never one that an untrusted workspace chose. */
export async function activePython(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  if (!extension || !vscode.workspace.isTrusted) {
    return undefined;
  }
  try {
    const { environments } = await extension.activate();
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
    return resolved?.executable.uri?.fsPath;
  } catch {
    return undefined; // somebody else's extension; there are more places to look at
  }
}

/** Called when the Python extension has another interpreter. */
export async function onActivePython(changed: () => void): Promise<vscode.Disposable | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  return extension?.isActive ? extension.exports.environments.onDidChangeActiveEnvironmentPath(changed) : undefined;
}

/** A program on PATH, or where pipx, uv and pip --user put theirs, which a desktop often leaves out of PATH. */
export async function onPath(name: string): Promise<string | undefined> {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), join(homedir(), ".local", "bin")];
  const suffixes = IS_WINDOWS ? [".exe"] : [""];
  for (const folder of folders.filter(isAbsolute)) {
    for (const suffix of suffixes) {
      const file = join(folder, name + suffix);
      if (await isThere(file, constants.X_OK)) {
        return file;
      }
    }
  }
  return undefined;
}

/** Run a program to its end; its output. Rejects with what it said where it fails. */
export function run([program, ...args]: Command, patience = PATIENCE): Promise<string> {
  return new Promise((resolve, reject) => {
    // In its own folder, so that `python -m` finds nothing in a workspace.
    const options = { cwd: __dirname, timeout: patience, windowsHide: true, maxBuffer: 1 << 24 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error) {
        reject(new Error(stderr.trim().split("\n").at(-1) || error.message));
      } else {
        resolve(stdout);
      }
    });
  });
}

type Place = readonly [string, () => Promise<Command | undefined>];

function wellKnown(storage: vscode.Uri): readonly Place[] {
  return [
    ["the Python extension's interpreter", async () => pythonCommand(await activePython())],
    ["PATH", async () => programCommand(await onPath("cim-lsp"))],
    ["the private environment", async () => pythonCommand(await existing(privatePython(storage)))],
  ];
}

function setCommand(): Command | undefined {
  const given = vscode.workspace.getConfiguration("cim").get<unknown>("server.command");
  const words = typeof given === "string" ? [given.trim()] : Array.isArray(given) ? given.map(String) : [];
  const [program, ...args] = words;
  return program ? [program.replace(/^~(?=[/\\])/, homedir()), ...args] : undefined;
}

/** The version that a server tells, or why it doesn't. */
async function ask([program, ...args]: Command): Promise<{ readonly version?: string; readonly problem?: string }> {
  try {
    const version = /^cim-lsp (\d+\.\d+\.\d+\S*)/m.exec(await run([program, ...args, "--version"]))?.[1];
    return version ? { version } : { problem: "it is no cim-lsp" };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function isNewEnough(version: string): boolean {
  return version.localeCompare(OLDEST, "en", { numeric: true }) >= 0;
}

function pythonCommand(python: string | undefined): Command | undefined {
  return python ? withPython(python) : undefined;
}

function programCommand(program: string | undefined): Command | undefined {
  return program ? [program] : undefined;
}

async function existing(file: string): Promise<string | undefined> {
  return (await isThere(file, constants.F_OK)) ? file : undefined;
}

async function isThere(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}

/** As much as is needed here of the Python extension's API. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly id: string; readonly path: string };
    resolveEnvironment(path: {
      readonly id: string;
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri: vscode.Uri | undefined } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}
