// Marks each double quote that opens and doesn't close, late and signed as the Red Hat YAML extension does.
const vscode = require("vscode");

exports.activate = (context) => {
  const said = vscode.languages.createDiagnosticCollection("YAML");
  const judge = (document) => {
    if (document.languageId === "yaml") {
      const lines = document.getText().split("\n");
      const line = lines.findIndex((each) => each.split('"').length === 2);
      if (line >= 0) {
        const range = new vscode.Range(line, lines[line].indexOf('"'), line, lines[line].length);
        const found = new vscode.Diagnostic(range, 'Missing closing "quote');
        found.source = "YAML";
        setTimeout(() => said.set(document.uri, [found]), 1500);
      }
    }
  };
  vscode.workspace.textDocuments.forEach(judge);
  context.subscriptions.push(said, vscode.workspace.onDidOpenTextDocument(judge));
};
