import * as vscode from "vscode";
import type { Disposable } from "../common/disposable";
import { printingLine } from "../operations/log/printingLine";

const PYTHON = "**/*.py";
const NOT_OURS = "**/{.git,.venv,venv,env,node_modules,site-packages,__pycache__,build,dist,migrations}/**";
const MOST_FILES = 3_000;
const LARGEST_FILE = 1024 * 1024;
/** Tests repeat the texts of the code they test. */
const TEST_FILE = /(?:^|\/)tests?(?:\/|_)|_test\.py$|conftest\.py$/;

/** Finds where the workspace's Python code prints a log line. Searches on first use; a file change clears the cache. */
export class SourceLines implements Disposable {
  readonly #found = new Map<string, Promise<vscode.Location | undefined>>();
  #watcher: vscode.FileSystemWatcher | undefined;
  #hasAny: Promise<boolean> | undefined;

  /** Whether the workspace contains any Python. If not, nothing is searched. */
  hasAny(): Promise<boolean> {
    this.#watcher ??= this.#watch();
    return (this.#hasAny ??= findAny());
  }

  /** `templates` are the forms of one log call. The first one found counts. */
  find(patternId: string, templates: readonly string[]): Promise<vscode.Location | undefined> {
    this.#watcher ??= this.#watch();
    let location = this.#found.get(patternId);
    if (!location) {
      location = search(templates);
      this.#found.set(patternId, location);
    }
    return location;
  }

  dispose(): void {
    this.#watcher?.dispose();
  }

  #watch(): vscode.FileSystemWatcher {
    const watcher = vscode.workspace.createFileSystemWatcher(PYTHON);
    const forget = () => {
      this.#found.clear();
      this.#hasAny = undefined;
    };
    watcher.onDidChange(forget);
    watcher.onDidCreate(forget);
    watcher.onDidDelete(forget);
    return watcher;
  }
}

const findAny = async (): Promise<boolean> => (await vscode.workspace.findFiles(PYTHON, NOT_OURS, 1)).length > 0;

async function search(templates: readonly string[]): Promise<vscode.Location | undefined> {
  const files = await vscode.workspace.findFiles(PYTHON, NOT_OURS, MOST_FILES);
  const candidates = await Promise.all(files.map((file) => searchFile(file, templates)));
  const best = candidates
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.score - a.score || a.uri.path.length - b.uri.path.length)[0];
  return best && new vscode.Location(best.uri, new vscode.Position(best.line, 0));
}

async function searchFile(uri: vscode.Uri, templates: readonly string[]) {
  try {
    if (TEST_FILE.test(uri.path)) return undefined;
    if ((await vscode.workspace.fs.stat(uri)).size > LARGEST_FILE) return undefined;
    const source = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    for (const template of templates) {
      const found = printingLine(source, template);
      if (found) return { uri, ...found };
    }
  } catch {
    // Deleted or unreadable since it was listed: it prints nothing.
  }
  return undefined;
}
