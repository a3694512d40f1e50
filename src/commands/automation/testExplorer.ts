import fs from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import { trustedFolder } from "../../host/workspace";
import type { ScenariosPlace } from "../../operations/scenario/runScenarios";
import type { CommandContext } from "../context";
import type { DebuggedStacks } from "../debugging/debuggedStacks";
import { scenarioDebugger } from "./scenarioDebugger";
import { reportScenario } from "./scenarioFailure";

export const SCENARIO_PATTERN = "**/*.scenario.yaml";

/**
 * Calls `changed` when scenarios appear, change, or go. A folder that appears or goes with files in it is reported
 * without them, so a folder counts too: then `file` is undefined, and any scenario may have changed.
 */
export function watchScenarios(changed: (file: vscode.Uri | undefined) => unknown): vscode.Disposable {
  const isScenario = (uri: vscode.Uri) => uri.path.endsWith(".scenario.yaml");
  const report = (uri: vscode.Uri) => void changed(isScenario(uri) ? uri : undefined);
  const files = vscode.workspace.createFileSystemWatcher(SCENARIO_PATTERN);
  const folders = vscode.workspace.createFileSystemWatcher("**/.messaging", false, true);
  return vscode.Disposable.from(
    ...[files, folders].flatMap((watcher) => [watcher, watcher.onDidCreate(report), watcher.onDidDelete(report)]),
    files.onDidChange(report),
  );
}

/** The scenarios of the workspace in the Test Explorer: one item for each file, below it one for each scenario. */
export function showScenarios(context: CommandContext, distDir: string, stacks: DebuggedStacks): vscode.Disposable {
  const controller = vscode.tests.createTestController("messaging.scenarios", l10n.t("Messaging scenarios"));
  const explorer = new ScenarioExplorer(context, distDir, controller);
  const watcher = watchScenarios((file) => (file ? explorer.read(file) : explorer.readAll()));
  controller.refreshHandler = () => explorer.readAll();
  const profile = controller.createRunProfile(
    l10n.t("Run"),
    vscode.TestRunProfileKind.Run,
    (request, token) => explorer.run(request, token),
    true,
  );
  profile.supportsContinuousRun = true;
  const debugProfile = controller.createRunProfile(
    l10n.t("Debug messages"),
    vscode.TestRunProfileKind.Debug,
    (request, token) => explorer.debug(request, token, stacks),
    true,
  );
  void explorer.readAll();
  return vscode.Disposable.from(controller, watcher, profile, debugProfile);
}

class ScenarioExplorer {
  readonly #context: CommandContext;
  readonly #distDir: string;
  readonly #controller: vscode.TestController;

  constructor(context: CommandContext, distDir: string, controller: vscode.TestController) {
    this.#context = context;
    this.#distDir = distDir;
    this.#controller = controller;
  }

  async readAll(): Promise<void> {
    const files = await vscode.workspace.findFiles(SCENARIO_PATTERN);
    const found = new Set(files.map(String));
    this.#controller.items.forEach(({ id }) => found.has(id) || this.#controller.items.delete(id));
    await Promise.all(files.map((uri) => this.read(uri)));
  }

  /** A file that cannot be read says why on its item. */
  async read(uri: vscode.Uri): Promise<void> {
    const content = await fs.readFile(uri.fsPath).catch(() => undefined);
    if (content === undefined) return this.#controller.items.delete(uri.toString());
    const { scenarios, problems } = this.#context.operations().scenariosIn(content);
    const label = vscode.workspace.asRelativePath(uri);
    const item = this.#controller.createTestItem(uri.toString(), label, uri);
    item.children.replace(
      scenarios.map(({ scenario, line }) => {
        const child = this.#controller.createTestItem(`${uri.toString()}#${scenario.name}`, scenario.name, uri);
        child.range = new vscode.Range(line - 1, 0, line - 1, 0);
        return child;
      }),
    );
    if (problems.length > 0) item.error = problems.map((problem) => `${problem.line}: ${problem.message}`).join("\n");
    this.#controller.items.add(item);
  }

  /** Continuous: again whenever a file of the request changes, until it is cancelled. */
  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!request.continuous) return this.#runOnce(request, token);
    const watcher = watchScenarios(async (uri) => {
      if (!uri) return;
      await this.read(uri);
      const item = this.#controller.items.get(uri.toString());
      const isWanted = !request.include || request.include.some((each) => each.uri?.toString() === uri.toString());
      if (item && isWanted) await this.#runOnce(new vscode.TestRunRequest([item]), token);
    });
    token.onCancellationRequested(() => watcher.dispose());
  }

  /** One after the other: each holds its messages in a debug session of its own. */
  debug(request: vscode.TestRunRequest, token: vscode.CancellationToken, stacks: DebuggedStacks): Promise<void> {
    return this.#runOnce(request, token, (run) => ({ jobs: 1, debug: scenarioDebugger(stacks, run) }));
  }

  async #runOnce(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    how: (run: vscode.TestRun) => Pick<ScenariosPlace, "jobs" | "debug"> = () => ({}),
  ): Promise<void> {
    const run = this.#controller.createTestRun(request);
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    try {
      const workspace = trustedFolder();
      const wanted = this.#wanted(request);
      if (workspace === undefined) {
        const message = new vscode.TestMessage(l10n.t("Scenarios run in trusted folders only."));
        for (const item of wanted.values()) run.errored(item, message);
        return;
      }
      for (const item of wanted.values()) run.enqueued(item);
      const { readScenarios, runScenarios } = this.#context.operations();
      const files = [...new Set([...wanted.values()].map((item) => item.uri!.fsPath))];
      if (files.length === 0) return;
      const found = (await readScenarios(workspace, files)).map((file) => ({
        ...file,
        problems: [],
        scenarios: file.scenarios.filter(({ scenario }) => wanted.has(keyOf(file.file, scenario.name))),
      }));
      for (const item of wanted.values()) run.started(item);
      const reports = path.join(this.#context.stack.stateDir, "scenarios");
      const place = { workspace, reports, distDir: this.#distDir, variables: process.env, ...how(run) };
      const context = { signal: cancelled.signal, language: this.#context.language, workspace };
      for await (const result of runScenarios(found, place, context)) {
        const item = wanted.get(keyOf(result.file, result.name));
        if (item) reportScenario(run, item, result);
      }
    } catch (error) {
      if (!cancelled.signal.aborted) run.appendOutput(`${String(error)}\r\n`);
    } finally {
      run.end();
    }
  }

  /** The scenarios of a request, by file and name. */
  #wanted({ include, exclude = [] }: vscode.TestRunRequest): Map<string, vscode.TestItem> {
    const wanted = new Map<string, vscode.TestItem>();
    const take = (item: vscode.TestItem): void => {
      if (exclude.includes(item)) return;
      if (item.uri && item.range) wanted.set(keyOf(item.uri.fsPath, item.label), item);
      item.children.forEach(take);
    };
    if (include) include.forEach(take);
    else this.#controller.items.forEach(take);
    return wanted;
  }
}

const keyOf = (file: string, name: string) => `${file}\n${name}`;
