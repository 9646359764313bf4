// Begins a domain or a module: asks for what only a person can say, and has the server write the files.

import * as vscode from "vscode";
import type { Client } from "./client";
import { fetchGraph } from "./graph";

type Kind = "domain" | "module";

const NONE: Domain = { label: "None", description: "a module by itself" };

/** What the server is asked to make. `uri` is a folder, or a file beside it. */
interface Wish {
  readonly uri: string;
  readonly kind: Kind;
  readonly name: string;
  readonly purpose: string;
  readonly domain?: string;
}

/** Ask, have it made, show it; nothing happens where a question is dismissed. */
export async function create(client: Client, kind: Kind, near?: vscode.Uri): Promise<void> {
  const place = await folderNear(near);
  if (!place) {
    void vscode.window.showErrorMessage(`CIM: open a folder first, to which the ${kind} is to belong.`);
    return;
  }
  const uri = place.toString();
  const domains = kind === "module" ? await domainsAround(client, uri) : [];
  const name = await vscode.window.showInputBox({
    title: `Name of the new ${kind} (1 of 2)`,
    prompt: "What others call it, best in kebab-case of 3 to 50 characters.",
    placeHolder: kind === "domain" ? "vehicle-workshop" : "work-orders",
    ignoreFocusOut: true,
    validateInput: nameAdvice,
  });
  const purpose = name && (await vscode.window.showInputBox({
    title: `Purpose of ${name} (2 of 2)`,
    prompt: "What it is for, in a sentence.",
    ignoreFocusOut: true,
    validateInput: purposeAdvice,
  }));
  const domain = purpose && (await chooseDomain(domains, name));
  if (name && purpose && domain) {
    // Pointed at a folder, it is made there; else beside its domain rather than beside whatever is being edited.
    const beside = near ? uri : (domain.file ?? uri);
    const joined = domain.name && { domain: domain.name };
    await make(client, { uri: beside, kind, name: name.trim(), purpose: purpose.trim(), ...joined });
  }
}

async function make(client: Client, wish: Wish): Promise<void> {
  const unsaved = new Set(vscode.workspace.textDocuments.filter((each) => each.isDirty).map((each) => `${each.uri}`));
  const made = await client.execute<{ readonly uri: string }>("cim.new", wish);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(made.uri));
  await vscode.window.showTextDocument(document, { preview: false });
  // What somebody was still working on stays theirs to save.
  const changed = vscode.workspace.textDocuments.filter((each) => each.isDirty && !unsaved.has(`${each.uri}`));
  await Promise.all(changed.map((each) => each.save()));
}

/** A folder or file that was pointed at, else the file being edited, else a folder of the workspace. */
async function folderNear(near?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const edited = vscode.window.activeTextEditor?.document.uri;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (near) {
    return near;
  }
  if (edited?.scheme === "file" && vscode.workspace.getWorkspaceFolder(edited)) {
    return edited;
  }
  return folders.length > 1 ? (await vscode.window.showWorkspaceFolderPick())?.uri : folders[0]?.uri;
}

/** A domain that a module may join: its name, and the URI of its file. */
interface Domain extends vscode.QuickPickItem {
  readonly name?: string;
  readonly file?: string;
}

async function domainsAround(client: Client, uri: string): Promise<readonly Domain[]> {
  try {
    const { nodes, root } = await fetchGraph(client, { uri });
    const domains = nodes.filter(({ kind, path }) => kind === "domain" && path !== null);
    return domains.map(({ label, path }) => ({
      label,
      name: label,
      description: path ?? "",
      file: vscode.Uri.joinPath(vscode.Uri.parse(root), path ?? "").toString(),
    }));
  } catch {
    return []; // a project without anything in it has nothing to draw
  }
}

/** The domain to join, or none of them; undefined where the question is dismissed. */
async function chooseDomain(domains: readonly Domain[], module: string): Promise<Domain | undefined> {
  const title = `The domain of ${module}, in whose modules it is entered`;
  return domains.length > 0 ? vscode.window.showQuickPick([...domains, NONE], { title, ignoreFocusOut: true }) : NONE;
}

function nameAdvice(text: string): string | vscode.InputBoxValidationMessage | undefined {
  if (!text.trim()) {
    return "A name is needed.";
  }
  const isUsual = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) && text.length >= 3 && text.length <= 50;
  const severity = vscode.InputBoxValidationSeverity.Info;
  return isUsual ? undefined : { message: "Usual is kebab-case of 3 to 50 characters, such as work-orders.", severity };
}

function purposeAdvice(text: string): string | vscode.InputBoxValidationMessage | undefined {
  if (!text.trim()) {
    return "A purpose is needed: why is it there?";
  }
  const severity = vscode.InputBoxValidationSeverity.Info;
  const isUsual = text.trim().length >= 10 && text.length <= 500;
  return isUsual ? undefined : { message: "Usual are 10 to 500 characters.", severity };
}
