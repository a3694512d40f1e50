import path from "node:path";
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import type { Disposable } from "../../common/disposable";
import { ExpectedError, messageOf } from "../../common/errors";
import { sentenceOf } from "../../host/toasts/errorTexts";
import type { Action } from "../../host/toasts/notifier";
import { trustedFolder } from "../../host/workspace";
import type { FolderProgram, ProgramRole } from "../../operations/program/folderProgram";
import type { ProgramStart } from "../../operations/program/programVariables";
import type { RunningProgram } from "../../operations/program/programWords";
import type { ServiceStart } from "../../operations/program/service/serviceStart";
import { LOCAL } from "../../targets/environment";
import type { Environment } from "../../targets/environment";
import type { CommandContext } from "../context";
import { PYTHON_TYPE, registerPythonSessions } from "./pythonSessions";

const TYPE = "messaging";
/** In a debugger's own configuration: which of our runs it belongs to, and its role, for when VS Code starts it again. */
const RUN = "__messagingRun";
const ROLE = "__messagingRole";

/** What tasks.json says of a task of ours. */
interface ProgramTask extends vscode.TaskDefinition {
  role?: ProgramRole;
  /** One of the two. */
  command?: string;
  service?: string;
  args?: string[];
  cwd?: string;
}

/** Variables that those of a program extend. */
const EXTENDED = /^(?:PYTHONPATH|NODE_OPTIONS|(?:NO|HTTPS|ALL)_PROXY)$/i;

type Launch = vscode.DebugConfiguration & Partial<Omit<FolderProgram, "role">> & { role?: ProgramRole | "both" };

/** The compose file knows a service's role. */
type RolelessProgram = Omit<FolderProgram, "role"> & { role?: ProgramRole };

type Attach = vscode.DebugConfiguration & Partial<RunningProgram> & { role?: ProgramRole };

const roles = ["api", "worker"] as const;

/** Their extensions. js-debug is part of VS Code. */
const debuggers = { python: "ms-python.debugpy", node: "ms-vscode.js-debug" } as const;

/**
 * The user's own API and worker on the local stack: as tasks, which `messaging run` carries out, and under their own
 * debuggers. A run under a debugger:
 *
 *     asked for ─▶ stack up, worker aside (role worker) ─▶ debugger's session ─ends─▶ worker back
 *                                   ▲                                                    │
 *                                   └──────────────── VS Code restarts it ───────────────┘
 *
 * Without its extension debugpy is started from the program's own Python. Where that has none either, the task runs
 * instead. Nothing in the folder is written.
 */
export class OwnPrograms implements Disposable {
  readonly #context: CommandContext;
  readonly #distDir: string;
  /** What is left to do when a session of that run has ended. */
  readonly #ends = new Map<string, () => unknown>();
  /** Those whose session runs. */
  readonly #running = new Set<string>();
  readonly #subscription: vscode.Disposable;
  #runs = 0;

  constructor(context: CommandContext, distDir: string) {
    this.#context = context;
    this.#distDir = distDir;
    this.#subscription = vscode.Disposable.from(
      registerPythonSessions(),
      vscode.debug.onDidStartDebugSession((session) => {
        const run = runOf(session);
        if (run === undefined) return;
        this.#running.add(run);
        if (!this.#ends.has(run)) void this.#beginAgain(run, session.configuration[ROLE] as ProgramRole | undefined);
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        const run = runOf(session);
        if (run === undefined) return;
        this.#running.delete(run);
        this.#end(run);
      }),
    );
  }

  /** Of the programs found in the folder; the first API and the first worker also together. */
  async configurations(): Promise<vscode.DebugConfiguration[]> {
    const programs = await this.#programs();
    const [api, worker] = roles.map((role) => programs.find((each) => each.role === role));
    const both = api &&
      worker && { type: TYPE, request: "launch", role: "both", name: l10n.t("My API and worker on the local stack") };
    return [...(both ? [both] : []), ...programs.map((each) => ({ type: TYPE, request: "launch", ...toldOf(each) }))];
  }

  /** Starts it in the place of the configuration, which is always undefined: VS Code starts nothing else. */
  async launch(folder: vscode.WorkspaceFolder | undefined, launch: Launch): Promise<undefined> {
    try {
      const { role, ...rest } = launch;
      const programs = role === "both" ? await this.#firstOfEach() : [programOf(folder, { role, ...rest })];
      for (const program of programs) await this.#start(folder, program);
    } catch (error) {
      void this.#context.notifier.error(...this.#told(error, launch.service));
    }
  }

  /** Attaches to a program that runs already; its variables stay as they are. Always undefined, as `launch`. */
  async attach(folder: vscode.WorkspaceFolder | undefined, given: Attach): Promise<undefined> {
    const { operations, notifier } = this.#context;
    try {
      const { name, role, language = "python" } = given;
      // By its port the program's own debugpy is reached, and none is needed here.
      const isOwn = language === "python" && given.processId === undefined;
      const debug =
        (await this.#debuggerOf({ language, ...given }, folder)) ?? (isOwn ? { type: PYTHON_TYPE } : undefined);
      if (!debug) {
        const text = l10n.t(
          "The debugger {0} is not installed, so nothing is attached to {1}.",
          debuggers[language],
          name,
        );
        void notifier.warning(text, showExtension(language));
        return;
      }
      const attached = { ...given, name, language };
      const hasBegun = await this.#debug(folder, role, {
        ...operations().attachConfigurationOf(attached),
        ...debug,
      });
      const own = l10n.t("It keeps its own variables: it uses the local stack if it was started with messaging run.");
      if (hasBegun) void notifier.info(own);
    } catch (error) {
      void notifier.error(messageOf(error));
    }
  }

  async tasks(): Promise<vscode.Task[]> {
    return (await this.#programs()).map((each) => this.#task(this.#taskOf(each), each.name));
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const { role, command, service } = task.definition as Partial<ProgramTask>;
    return (role === undefined || command === undefined) && service === undefined
      ? undefined
      : this.#task(task.definition as ProgramTask, task.name, task.scope);
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const run of this.#ends.keys()) this.#end(run);
  }

  async #programs(): Promise<FolderProgram[]> {
    const folder = trustedFolder();
    if (folder === undefined) return [];
    const found = await this.#context.operations().findPrograms(folder);
    return found.map((each) => ({ ...each, name: titleOf(each) }));
  }

  async #firstOfEach(): Promise<FolderProgram[]> {
    const programs = await this.#programs();
    return roles.flatMap((role) => programs.find((each) => each.role === role) ?? []);
  }

  /** A service that cannot run here can in its container, against the stack. */
  #told(error: unknown, service: string | undefined): [text: string, ...actions: Action[]] {
    const { operations, environments } = this.#context;
    const folder = trustedFolder();
    if (!ExpectedError.is(error)) return [messageOf(error)];
    if (service === undefined || folder === undefined || error.reason !== "service-not-runnable")
      return [sentenceOf(error)];
    const show = async () => {
      const choice = { folder, distDir: this.#distDir, services: [service] };
      const content = await operations().composeOverride(await environments.open(LOCAL), choice);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "yaml", content }));
    };
    return [sentenceOf(error), { title: l10n.t("Show a compose file for its container"), run: show }];
  }

  /** What carries it out without a debugger. */
  #taskOf(given: RolelessProgram): ProgramTask {
    const { role, cwd, service } = given;
    if (service !== undefined) return { type: TYPE, ...(role && { role }), service };
    const [command = "", ...args] = this.#context.operations().wordsOf(given);
    return { type: TYPE, ...(role && { role }), command, args, cwd };
  }

  async #start(folder: vscode.WorkspaceFolder | undefined, given: RolelessProgram): Promise<void> {
    const { operations, environments, notifier } = this.#context;
    const local = await environments.open(LOCAL);
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => EXTENDED.test(name)));
    const start = { inherited, distDir: this.#distDir };
    const service = given.service === undefined ? undefined : await this.#startOfService(local, given.service, start);
    const program = { ...given, ...service?.program, name: given.name };
    const debug = await this.#debuggerOf(program, folder);
    if (!debug) {
      await vscode.tasks.executeTask(this.#task(this.#taskOf(given), given.name));
      const text = l10n.t(
        "The debugger {0} is not installed. {1} runs without it.",
        debuggers[program.language],
        program.name,
      );
      void notifier.warning(text, showExtension(program.language));
      return;
    }
    if (!service)
      for (const { text, nextStep = "" } of await operations().takenPortWarnings(program.role, program.args))
        void notifier.warning(`${text} ${nextStep}`);
    const env = service?.variables ?? (await operations().programVariables(local, start));
    await this.#debug(folder, program.role ?? service?.role, {
      ...operations().debugConfigurationOf(program, env),
      ...debug,
    });
  }

  /** What differs from its container is said at its start. */
  async #startOfService(local: Environment, service: string, start: ProgramStart): Promise<ServiceStart> {
    const { operations, notifier } = this.#context;
    const folder = trustedFolder();
    if (folder === undefined)
      throw new ExpectedError("no-folder", l10n.t("A service runs from the compose file of a trusted folder"));
    const started = await operations().startOfService(local, { ...start, folder, service });
    for (const notice of started.notices) void notifier.info(notice);
    return started;
  }

  /** What its debugger wants besides; undefined: there is no debugger. */
  async #debuggerOf(
    { language, cwd, python }: Pick<FolderProgram, "language"> & { cwd?: string; python?: string },
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<object | undefined> {
    if (vscode.extensions.getExtension(debuggers[language])) return {};
    if (language !== "python") return undefined;
    const folders = [cwd, folder?.uri.fsPath].filter((each) => each !== undefined);
    const own = await this.#context.operations().pythonWithDebugger(python, folders);
    // What it prints goes to the Debug Console.
    return own === undefined ? undefined : { type: PYTHON_TYPE, python: [own], console: "internalConsole" };
  }

  /** A session of the program's own debugger, without the stack's worker if the program is one. */
  async #debug(
    folder: vscode.WorkspaceFolder | undefined,
    role: ProgramRole | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<boolean> {
    const run = `${process.pid}-${++this.#runs}`;
    if (!(await this.#begin(run, role))) return false;
    const hasBegun = await vscode.debug.startDebugging(folder, { ...configuration, [RUN]: run, [ROLE]: role });
    if (!hasBegun) this.#end(run);
    return hasBegun;
  }

  /** False: the person cancelled. */
  async #begin(run: string, role: ProgramRole | undefined): Promise<boolean> {
    const { operations, environments, operation } = this.#context;
    const local = await environments.open(LOCAL);
    const bringBack =
      role === "worker" ? await operations().setWorkerAside(local, operation()) : () => Promise.resolve();
    if (!bringBack) return false;
    const over = new AbortController();
    this.#ends.set(run, () => {
      over.abort();
      return bringBack();
    });
    void this.#tellNotices(local, over.signal);
    return true;
  }

  /** VS Code has started the session anew, by itself. */
  async #beginAgain(run: string, role: ProgramRole | undefined): Promise<void> {
    try {
      await this.#begin(run, role);
    } catch (error) {
      this.#context.log.error(messageOf(error));
    }
    if (!this.#running.has(run)) this.#end(run); // it ended meanwhile
  }

  /** Says what keeps the program from its messages, as `messaging run` does. The run does not depend on it. */
  async #tellNotices(local: Environment, ended: AbortSignal): Promise<void> {
    const { operations, notifier, log } = this.#context;
    try {
      for await (const { text, nextStep } of operations().watchConsumers(local, ended))
        void notifier.warning(`${text} ${nextStep}`);
    } catch (error) {
      log.error(messageOf(error));
    }
  }

  #end(run: string): void {
    const end = this.#ends.get(run);
    this.#ends.delete(run);
    void Promise.resolve(end?.()).catch((error: unknown) => this.#context.log.error(messageOf(error)));
  }

  #task(definition: ProgramTask, name: string, scope: vscode.Task["scope"] = vscode.TaskScope.Workspace): vscode.Task {
    const { role, command = "", args = [], cwd, service } = definition;
    const cli = path.join(this.#distDir, "cli.js");
    const options = {
      ...(cwd !== undefined && { cwd }),
      env: { ELECTRON_RUN_AS_NODE: "1", MESSAGING_STATE_DIR: this.#context.stack.stateDir },
    };
    const what = service === undefined ? ["--", command, ...args] : ["--service", service];
    const words = [cli, "run", ...(role === undefined ? [] : ["--role", role]), ...what];
    const execution = new vscode.ProcessExecution(process.execPath, words, options);
    const task = new vscode.Task(definition, scope ?? vscode.TaskScope.Workspace, name, "messaging", execution, []);
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated };
    return task;
  }
}

/** Undefined: a session of another's, or one inside of ours. */
function runOf({ configuration, parentSession }: vscode.DebugSession): string | undefined {
  const run: unknown = configuration[RUN];
  return typeof run === "string" && parentSession === undefined ? run : undefined;
}

/** In the lists of VS Code a service is its name alone. */
const toldOf = ({ name, role, service, ...rest }: FolderProgram) =>
  service === undefined ? { name, role, ...rest } : { name, role, service };

const showExtension = (language: FolderProgram["language"]) => ({
  title: l10n.t("Show extension"),
  run: () => vscode.commands.executeCommand("extension.open", debuggers[language]),
});

function titleOf({ role, name }: FolderProgram): string {
  return role === "api"
    ? l10n.t("Run my API on the local stack: {0}", name)
    : l10n.t("Run my worker on the local stack: {0}", name);
}

/** What launch.json says, with what it leaves out. */
function programOf(
  folder: vscode.WorkspaceFolder | undefined,
  launch: Omit<Launch, "role"> & { role?: ProgramRole | undefined },
): RolelessProgram {
  const {
    service,
    role = service === undefined ? "worker" : undefined,
    program,
    module,
    script,
    name,
    args = [],
    cwd = folder?.uri.fsPath ?? process.cwd(),
    python,
  } = launch;
  const language = launch.language ?? (module !== undefined || program?.endsWith(".py") ? "python" : "node");
  return {
    name,
    ...(role && { role }),
    language,
    cwd,
    args,
    ...(program !== undefined && { program }),
    ...(module !== undefined && { module }),
    ...(script !== undefined && { script }),
    ...(python !== undefined && { python }),
    ...(service !== undefined && { service }),
  };
}
