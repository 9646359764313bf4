// Puts the parts together: the language server, the commands, the graph.

import * as vscode from "vscode";
import { Client, NoServerError } from "./client";
import { create } from "./creation";
import { GraphPanel } from "./graph";
import { insertId } from "./identifier";
import { install } from "./installation";
import { onActivePython } from "./server";

const MANUAL = "https://github.com/cim-lsp/cim-lsp/tree/main/editors/vscode#readme";

/** CIM files by their names; those in JSON are waited for, `module.json` is nearly always somebody else's. */
const FILES = "**/{cim,domain,module,*.cim,*.domain,*.module}.{yaml,yml}";
const FILE = /[/.](?:cim|domain|module)\.(?:ya?ml|json)$/;

let client: Client | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("CIM", { log: true });
  const running = new Client(context.globalStorageUri, output);
  client = running;
  const panel = new GraphPanel(running, context.extensionUri);
  const installServer = async () => (await install(context.globalStorageUri, output)) && (await start(true));
  const say = (reason: string) => explain(reason, installServer);
  let unsaid: string | undefined;
  /** Who has no CIM files isn't told that a server for them is missing, until they open one or ask for it. */
  const start = async (isAsked: boolean) => {
    unsaid = undefined;
    const amiss = await running.restart();
    if (amiss && (isAsked || (await hasFiles()))) {
      await say(amiss);
    } else {
      unsaid = amiss;
    }
  };
  const opened = vscode.workspace.onDidOpenTextDocument(({ uri }) => {
    if (unsaid && FILE.test(uri.path)) {
      void say(unsaid);
      unsaid = undefined;
    }
  });
  const commands: Record<string, (...given: never[]) => unknown> = {
    "cim.restartServer": () => start(true),
    "cim.showOutput": () => output.show(),
    "cim.installServer": installServer,
    "cim.newDomain": (near?: vscode.Uri) => create(running, "domain", near),
    "cim.newModule": (near?: vscode.Uri) => create(running, "module", near),
    "cim.showGraphPanel": (near?: vscode.Uri) => panel.show(near),
    "cim.insertId": () => vscode.window.activeTextEditor && insertId(vscode.window.activeTextEditor),
  };
  for (const [name, deed] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, told(deed, say)));
  }
  context.subscriptions.push(output, panel, opened, ...whateverMatters(running, () => void start(false)));
  void start(false);
  const python = await onActivePython(() => void start(false));
  context.subscriptions.push(...(python ? [python] : []));
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

/** What has the server start anew, or ask for its settings. */
function whateverMatters(running: Client, start: () => void): vscode.Disposable[] {
  return [
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("cim.server.command")) {
        start();
      } else if (change.affectsConfiguration("cim") || change.affectsConfiguration("yaml.schemas")) {
        void running.configure();
      }
    }),
    vscode.extensions.onDidChange(() => void running.configure()),
    vscode.workspace.onDidGrantWorkspaceTrust(start),
  ];
}

async function hasFiles(): Promise<boolean> {
  const isOpen = vscode.workspace.textDocuments.some(({ uri }) => FILE.test(uri.path));
  return isOpen || (await vscode.workspace.findFiles(FILES, undefined, 1)).length > 0;
}

/** A command that says why, where it fails. */
function told(deed: (...given: never[]) => unknown, say: (reason: string) => unknown) {
  return async (...given: never[]): Promise<unknown> => {
    try {
      return await deed(...given);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return error instanceof NoServerError ? say(reason) : vscode.window.showErrorMessage(`CIM: ${reason}`);
    }
  };
}

/** Say that there is no server, why, and what can be done about it. */
async function explain(reason: string, installServer: () => unknown): Promise<void> {
  const deeds: Record<string, () => unknown> = {
    "Install…": installServer,
    "Select a command…": () => vscode.commands.executeCommand("workbench.action.openSettings", "cim.server.command"),
    "Show the manual": () => vscode.env.openExternal(vscode.Uri.parse(MANUAL)),
  };
  const chosen = await vscode.window.showErrorMessage(`CIM: ${reason}`, ...Object.keys(deeds));
  await deeds[chosen ?? ""]?.();
}
