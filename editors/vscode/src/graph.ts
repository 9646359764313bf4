// Shows a project's graph in a panel beside the editor: asks the server for it, anew whenever a file has changed.

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Client } from "./client";
import type { FromPanel, ToPanel } from "./panel/messages";

/** A domain or module (schemas/graph.schema.json). */
export interface Node {
  readonly key: string;
  readonly kind: "domain" | "module" | "external" | "missing";
  readonly label: string;
  readonly path: string | null;
}

/** What is asked of the server; all of it may be left out. */
interface Wanted {
  readonly uri?: string;
  readonly domain?: string;
  readonly around?: string;
}

interface Drawn {
  readonly text: string;
  /** The URI of the folder that paths are relative to. */
  readonly root: string;
}

const FORMATS = { mermaid: "Mermaid", dot: "DOT", svg: "SVG" } as const;
const SOON = 250;

export async function fetchGraph(client: Client, wanted: Wanted): Promise<{ nodes: readonly Node[]; root: string }> {
  const { text, root } = await client.execute<Drawn>("cim.graph", { ...wanted, format: "json" });
  return { nodes: (JSON.parse(text) as { nodes: readonly Node[] }).nodes, root };
}

/** The one panel of a window. */
export class GraphPanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #uri: string | undefined;
  #part: Omit<Wanted, "uri"> = {};
  #nodes: readonly Node[] = [];
  #root = "";
  #waiting: NodeJS.Timeout | undefined;
  readonly #listeners: vscode.Disposable[];

  constructor(
    private readonly client: Client,
    private readonly home: vscode.Uri,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.{yaml,yml,json}");
    const refresh = () => this.#refreshSoon();
    const saved = vscode.workspace.onDidSaveTextDocument(({ languageId }) => {
      if (languageId === "yaml" || languageId === "json") {
        refresh();
      }
    });
    const heard = [watcher.onDidCreate(refresh), watcher.onDidChange(refresh), watcher.onDidDelete(refresh)];
    this.#listeners = [watcher, saved, ...heard];
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.#panel?.dispose();
    this.#listeners.forEach((each) => each.dispose());
  }

  /** Show the project around a file or folder. */
  async show(near?: vscode.Uri): Promise<void> {
    const edited = vscode.window.activeTextEditor?.document.uri;
    const place = near ?? (edited?.scheme === "file" ? edited : vscode.workspace.workspaceFolders?.[0]?.uri);
    this.#uri = place?.toString() ?? this.#uri;
    this.#part = {};
    if (this.#panel) {
      this.#panel.reveal();
      await this.refresh();
    } else {
      this.#panel = this.#open();
    }
  }

  async refresh(): Promise<void> {
    if (!this.#panel) {
      return;
    }
    const whole = { ...(this.#uri && { uri: this.#uri }) };
    try {
      const { nodes, root } = await fetchGraph(this.client, whole);
      [this.#nodes, this.#root] = [nodes, root];
      const { text: svg } = await this.client.execute<Drawn>("cim.graph", { ...whole, ...this.#part, format: "svg" });
      const parts = nodes.filter((node) => node.path !== null).map(({ kind, label, key }) => ({ kind, label, key }));
      this.#post({ type: "drawn", svg, parts, paths: nodes.flatMap(({ path }) => path ?? []) });
    } catch (error) {
      this.#post({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  }

  #refreshSoon(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.refresh(), SOON);
  }

  #open(): vscode.WebviewPanel {
    const options = { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [this.home] };
    const panel = vscode.window.createWebviewPanel("cim.graph", "CIM Graph", vscode.ViewColumn.Beside, options);
    panel.iconPath = vscode.Uri.joinPath(this.home, "media", "icon.png");
    panel.onDidDispose(() => (this.#panel = undefined));
    panel.webview.onDidReceiveMessage((message: FromPanel) => this.#hear(message));
    panel.webview.html = page(panel.webview, this.home);
    return panel;
  }

  async #hear(message: FromPanel): Promise<void> {
    switch (message.type) {
      case "ready":
        return this.refresh();
      case "part":
        this.#part = partOf(this.#nodes.find((node) => node.key === message.key));
        return this.refresh();
      case "open":
        return this.#openFile(message.path, message.label);
      case "copy":
        return this.#copy(message.format);
    }
  }

  /** Show a file that the graph has, at the domain or module of that name. */
  async #openFile(path: string, label: string): Promise<void> {
    const uri = vscode.Uri.joinPath(vscode.Uri.parse(this.#root), path);
    const editor = await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One });
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
      "vscode.executeDocumentSymbolProvider",
      uri,
    );
    const place = symbols?.find((each) => each.name === label)?.selectionRange;
    if (place) {
      editor.selection = new vscode.Selection(place.start, place.start);
      editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  async #copy(format: keyof typeof FORMATS): Promise<void> {
    const wanted = { ...(this.#uri && { uri: this.#uri }), ...this.#part, format };
    const { text } = await this.client.execute<Drawn>("cim.graph", wanted);
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(`CIM: the graph is in the clipboard as ${FORMATS[format]}`, 5000);
  }

  #post(message: ToPanel): void {
    void this.#panel?.webview.postMessage(message);
  }
}

function partOf(node: Node | undefined): Omit<Wanted, "uri"> {
  if (!node) {
    return {};
  }
  return node.kind === "domain" ? { domain: node.label } : { around: node.label };
}

/** The page of the panel. Nothing runs in it but our own script, and nothing is loaded from elsewhere. */
function page(webview: vscode.Webview, home: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(home, "dist", name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${file("panel.css")}">
  <title>CIM Graph</title>
</head>
<body>
  <header>
    <select id="part" aria-label="What is shown"><option value="">The whole project</option></select>
    <span class="group">
      <button id="closer" title="Closer (+)">+</button>
      <button id="farther" title="Farther (−)">−</button>
      <button id="fit" title="Show all of it (0)">Fit</button>
    </span>
    <span class="group">
      <button data-copy="mermaid" title="Copy the graph as Mermaid, for Markdown">Copy Mermaid</button>
      <button data-copy="dot" title="Copy the graph as DOT, for Graphviz">DOT</button>
      <button data-copy="svg" title="Copy the graph as an image">SVG</button>
    </span>
  </header>
  <main id="picture" tabindex="-1"></main>
  <p id="reason" role="alert" hidden></p>
  <script nonce="${nonce}" src="${file("panel.js")}"></script>
</body>
</html>`;
}
