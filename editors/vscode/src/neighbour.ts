// Keeps the peace with the Red Hat YAML extension: what it has said of a file is not said a second time.

import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";

type Provide = NonNullable<Middleware["provideDiagnostics"]>;
type Report = Awaited<ReturnType<Provide>>;

const YAML = "redhat.vscode-yaml";
/** How it signs what it says of any YAML, whatever the schema. */
const SOURCE = "YAML";
const OURS = /(?:^|[/\\])(?:cim|domain|module)(?:\.draft-07)?\.schema\.json$/;
/** What every YAML parser finds. */
const SYNTAX: ReadonlySet<unknown> = new Set(["syntax-error", "duplicate-key"]);

/** Whether it says what our schemas can say: it is there, and its settings name one of them. */
export function judgesBySchema(): boolean {
  const schemas = vscode.workspace.getConfiguration("yaml").get<Record<string, unknown>>("schemas") ?? {};
  return isThere() && Object.keys(schemas).some((schema) => OURS.test(schema));
}

/** Drops our diagnostics of syntax where it has marked the same line; told again when it has changed its mind. */
export class Neighbour implements vscode.Disposable {
  readonly #latest = new Map<string, vscode.Diagnostic[]>();
  readonly #said = new Map<string, string>();
  readonly #listener: vscode.Disposable;

  /** `ask` has the diagnostics of all open documents asked for anew. */
  constructor(ask: () => void) {
    this.#listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.filter((uri) => this.#hasChanged(uri)).length > 0) {
        ask();
      }
    });
  }

  dispose(): void {
    this.#listener.dispose();
  }

  readonly provideDiagnostics: Provide = async (document, previous, token, next) => {
    const uri = document instanceof vscode.Uri ? document : document.uri;
    const report = await next(document, previous, token);
    if (report?.kind === "full") {
      this.#latest.set(uri.toString(), report.items);
      return { ...report, items: this.#unsaid(uri, report.items) } as Report;
    }
    const before = this.#latest.get(uri.toString());
    // The server has nothing new to say, but the neighbour may have.
    return report && before ? ({ ...report, kind: "full", items: this.#unsaid(uri, before) } as Report) : report;
  };

  #unsaid(uri: vscode.Uri, items: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
    const said = theirs(uri);
    const isSaid = (ours: vscode.Diagnostic) => said.some((each) => linesMeet(each.range, ours.range));
    return items.filter((each) => !(SYNTAX.has(codeOf(each)) && isSaid(each)));
  }

  #hasChanged(uri: vscode.Uri): boolean {
    const key = uri.toString();
    const now = isThere() ? JSON.stringify(theirs(uri).map((each) => each.range)) : "[]";
    const before = this.#said.get(key) ?? "[]";
    this.#said.set(key, now);
    return now !== before && this.#latest.has(key);
  }
}

function isThere(): boolean {
  return vscode.extensions.getExtension(YAML) !== undefined;
}

function theirs(uri: vscode.Uri): vscode.Diagnostic[] {
  return isThere() ? vscode.languages.getDiagnostics(uri).filter((each) => each.source === SOURCE) : [];
}

function linesMeet(one: vscode.Range, other: vscode.Range): boolean {
  return one.start.line <= other.end.line && other.start.line <= one.end.line;
}

function codeOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === "object" ? code.value : code;
}
