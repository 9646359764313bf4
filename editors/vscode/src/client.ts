// Runs the language server for as long as the window lives: started, restarted, and told of what is set.

import * as vscode from "vscode";
import {
  ExecuteCommandRequest,
  DidChangeConfigurationNotification,
  DocumentDiagnosticRequest,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type LanguageClientOptions,
} from "vscode-languageclient/node";
import { Neighbour, judgesBySchema } from "./neighbour";
import { findServer, tooOld, type Server } from "./server";
import { chosen } from "./settings";

/** The commands of the server that this extension gives a face; a server without them is too old. */
const NEEDED = ["cim.graph", "cim.new"];
const SELECTOR = ["yaml", "json"].flatMap((language) =>
  ["file", "untitled"].map((scheme) => ({ language, scheme })),
);

/** There is no server to ask; the message says why. */
export class NoServerError extends Error {}

export class Client implements vscode.Disposable {
  #running: LanguageClient | undefined;
  #neighbour: Neighbour | undefined;
  #amiss: string | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly storage: vscode.Uri,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** End the server that runs, look for one anew and start it. Where none runs then, why; one turn at a time. */
  restart(): Promise<string | undefined> {
    const turn = this.#turn.then(async () => (this.#amiss = await this.#restart()));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async dispose(): Promise<void> {
    await this.#turn;
    await this.#stop();
  }

  /** Have the server do a command. Rejects with its own words, or with NoServerError. */
  async execute<Answer>(command: string, given: object): Promise<Answer> {
    await this.#turn;
    if (!this.#running) {
      throw new NoServerError(this.#amiss ?? "The language server isn't running.");
    }
    return this.#running.sendRequest(ExecuteCommandRequest.type, { command, arguments: [given] });
  }

  /** Settings have changed, ours or the neighbour's: have the server ask for them. */
  async configure(): Promise<void> {
    await this.#running?.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  async #restart(): Promise<string | undefined> {
    await this.#stop();
    const { server, tried, reason } = await findServer(this.storage);
    for (const each of tried) {
      this.output.info(`looked for the server in ${each}`);
    }
    if (!server) {
      this.output.warn(reason);
      return reason;
    }
    return this.#start(server);
  }

  async #start(server: Server): Promise<string | undefined> {
    const client = this.#client(server);
    try {
      await client.start();
    } catch (error) {
      this.output.error("the server did not start", error);
      return `cim-lsp did not start: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.#running = client;
    const known = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (!NEEDED.every((command) => known.includes(command))) {
      await this.#stop();
      return tooOld(server);
    }
    return undefined;
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#neighbour?.dispose();
    await running?.dispose();
  }

  #client({ command: [command, ...args] }: Server): LanguageClient {
    const neighbour = new Neighbour(() => this.#askForDiagnostics());
    this.#neighbour = neighbour;
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: { yamlServer: judgesBySchema() },
      middleware: {
        provideDiagnostics: neighbour.provideDiagnostics,
        workspace: {
          configuration: (params) => params.items.map(() => ({ ...chosen(), yamlServer: judgesBySchema() })),
        },
      },
    };
    // In our own folder, so that `python -m` finds nothing in a workspace.
    const executable = { command, args, options: { cwd: __dirname }, transport: TransportKind.stdio };
    return new LanguageClient("cim", "CIM", executable, options);
  }

  #askForDiagnostics(): void {
    const feature = this.#running?.getFeature(DocumentDiagnosticRequest.method);
    const providers = new Set(vscode.workspace.textDocuments.map((document) => feature?.getProvider(document)));
    for (const provider of providers) {
      provider?.onDidChangeDiagnosticsEmitter.fire();
    }
  }
}
