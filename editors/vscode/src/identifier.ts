// Inserts a UUIDv7: where an id is missing or empty the server knows how, anywhere else it takes the selection's place.

import { v7 } from "uuid";
import * as vscode from "vscode";

/** How the server calls it where it can fill in an id. */
const TITLES: ReadonlySet<string> = new Set(["Insert UUIDv7", "Insert a UUIDv7 here"]);
const UUID = /[0-9a-fA-F]{8}-[0-9a-fA-F-]{13,27}/;
/** So many actions are resolved, which is when an id is minted and the edit made. */
const FEW = 20;

/** One id at each cursor or selection of an editor. */
export async function insertId(editor: vscode.TextEditor): Promise<void> {
  const { document, selections } = editor;
  const edit = selections.length === 1 && editor.selection.isEmpty ? await offered(document, editor.selection) : null;
  if (edit) {
    await vscode.workspace.applyEdit(edit);
    return;
  }
  if (selections.some((each) => each.isEmpty && document.getWordRangeAtPosition(each.active, UUID))) {
    void vscode.window.showInformationMessage("CIM: there is an id already; select it to put another in its place.");
    return;
  }
  await editor.edit((builder) => {
    for (const each of selections) {
      builder.replace(each, v7());
    }
  });
}

/** What the server would do at a cursor, or on its line. */
async function offered(document: vscode.TextDocument, at: vscode.Range): Promise<vscode.WorkspaceEdit | undefined> {
  for (const place of [at, document.lineAt(at.start.line).range]) {
    const given = [document.uri, place, vscode.CodeActionKind.QuickFix.value, FEW] as const;
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", ...given);
    const edit = found.find((action) => TITLES.has(action.title))?.edit;
    if (edit) {
      return edit;
    }
  }
  return undefined;
}
