// What a person has set, and nothing that they have not: a default would outdo what a project's own file says.

import * as vscode from "vscode";

const NAMES = ["structural", "diagnostics.scope", "inlayHints.created", "inlayHints.name", "rules", "include", "exclude"];

/** The settings of the server that somebody chose, nested as it reads them. */
export function chosen(): Record<string, unknown> {
  const cim = vscode.workspace.getConfiguration("cim");
  const found: Record<string, unknown> = {};
  for (const name of NAMES.filter((each) => isSet(cim.inspect(each)))) {
    const [key, inner] = name.split(".") as [string, string?];
    const value: unknown = cim.get(name);
    found[key] = inner === undefined ? value : { ...(found[key] as object | undefined), [inner]: value };
  }
  return found;
}

function isSet(known: { globalValue?: unknown; workspaceValue?: unknown; workspaceFolderValue?: unknown } | undefined) {
  return [known?.globalValue, known?.workspaceValue, known?.workspaceFolderValue].some((value) => value !== undefined);
}
