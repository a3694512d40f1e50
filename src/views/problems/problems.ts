import * as vscode from "vscode";
import type { DisposableStack } from "../../common/disposable";
import { shownText } from "../../common/shown/shownLine";
import type { Accusation } from "./accusedLines";
import { CONFIGURATION_FILES, findVariableLines, variablesOf } from "./problemLines";

/** Limit on the files to search: a workspace with more also holds files of other projects. */
const MAX_FILES = 60;

/** The Problems panel: findings at the configuration lines that cause them. */
export class Problems {
  readonly #collection: vscode.DiagnosticCollection;
  /** Findings that arrive while files are read replace those being searched for. */
  #turn = 0;

  constructor(owned: DisposableStack) {
    this.#collection = owned.push(vscode.languages.createDiagnosticCollection("messaging"));
  }

  async show(accusations: readonly Accusation[]): Promise<void> {
    const turn = ++this.#turn;
    const wanted = accusations
      .map((finding) => ({ finding, variables: variablesOf(finding.cause, finding.title, finding.explanation) }))
      .filter(({ variables }) => variables.length > 0);
    this.#collection.clear();
    if (wanted.length === 0) return;
    const files = await vscode.workspace.findFiles(
      CONFIGURATION_FILES,
      "**/{node_modules,.venv,venv,.git}/**",
      MAX_FILES,
    );
    for (const uri of files) {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      if (turn !== this.#turn) return;
      const diagnostics = wanted.flatMap(({ finding, variables }) =>
        findVariableLines(text, variables, finding.values).map(({ line, start, end }) =>
          toDiagnostic(finding, line, start, end),
        ),
      );
      if (diagnostics.length > 0) this.#collection.set(uri, diagnostics);
    }
  }
}

function toDiagnostic(finding: Accusation, line: number, start: number, end: number): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line, start, line, end),
    shownText(`${finding.title}\n${finding.explanation}`),
    vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = "Messaging";
  diagnostic.code = finding.cause;
  return diagnostic;
}
