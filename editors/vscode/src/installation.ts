// Installs the language server into an environment of this extension's own, for who has none; only when asked to.
// It isn't shipped inside of the extension: it needs compiled code (rpds-py), another one for each platform and Python.

import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { activePython, onPath, privatePython, run, withPython } from "./server";

const MINUTES = 10 * 60_000;

/** Make the environment and install the server into it, telling how far that is; whether it is there now. */
export async function install(storage: vscode.Uri, output: vscode.LogOutputChannel): Promise<boolean> {
  const wanted = vscode.workspace.getConfiguration("cim").get("server.package", "cim-lsp");
  const python = await newEnoughPython();
  if (!python) {
    const get = "Get Python";
    const choice = await vscode.window.showErrorMessage("CIM: Python 3.10 or newer is needed, and wasn't found.", get);
    if (choice === get) {
      await vscode.env.openExternal(vscode.Uri.parse("https://www.python.org/downloads/"));
    }
    return false;
  }
  const told = { location: vscode.ProgressLocation.Notification, title: `Installing ${wanted}` };
  return vscode.window.withProgress(told, async (progress) => {
    try {
      await make(privatePython(storage), python, wanted, (message) => progress.report({ message }));
      return true;
    } catch (error) {
      output.error(`${wanted} could not be installed`, error);
      void vscode.window.showErrorMessage(`CIM: ${wanted} could not be installed: ${(error as Error).message}`);
      return false;
    }
  });
}

async function make(target: string, python: string, wanted: string, tell: (step: string) => void): Promise<void> {
  const folder = dirname(dirname(target));
  await mkdir(dirname(folder), { recursive: true });
  tell("an environment");
  await run([python, "-m", "venv", "--clear", folder], MINUTES);
  tell("the server and what it needs");
  await run([target, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted], MINUTES);
  const [program, ...args] = withPython(target);
  await run([program, ...args, "--version"]);
}

async function newEnoughPython(): Promise<string | undefined> {
  const names = ["python3", "python", ...["3.14", "3.13", "3.12", "3.11", "3.10"].map((each) => `python${each}`)];
  for (const look of [activePython, ...names.map((name) => () => onPath(name))]) {
    const python = await look();
    if (python && (await isNewEnough(python))) {
      return python;
    }
  }
  return undefined;
}

async function isNewEnough(python: string): Promise<boolean> {
  const judged = run([python, "-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"]);
  return judged.then(
    () => true,
    () => false,
  );
}
