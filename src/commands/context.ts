import type * as vscode from "vscode";
import type { DisposableStack } from "../common/disposable";
import type { Logger } from "../common/logger";
import type { Environments } from "../window/environments/configuredEnvironments";
import type { Notifier } from "../host/toasts/notifier";
import type { SelectedEnvironment } from "../window/environments/selectedEnvironment";
import type { Secrets } from "../host/secrets";
import type { Settings } from "../host/editorSettings";
import type { MessageHistory } from "../window/messages/messageHistory";
import type * as KnowledgeEntry from "../logs/knowledge";
import type { Interaction } from "../operations/interaction";
import type { Environment, ProviderSender } from "../targets/environment";
import type { OperationContext } from "../operations/operation";
import type * as OperationsEntry from "../operations/operationsEntry";
import type * as EnvironmentsEntry from "../targets/environmentsEntry";
import type * as PanelsEntry from "../webviews/panelsEntry";
import type { LiveStack } from "../window/stack/liveStack";
import type { FindingStore } from "../window/findings/findingStore";
import type { CommandArguments, CommandId } from "../host/commandIds";

/** Passed to every command. None of it does any work before it is used. */
export interface CommandContext {
  readonly extension: vscode.ExtensionContext;
  /** The local stack as this window sees it: state, snapshot, changes. */
  readonly stack: LiveStack;
  /** This workspace's test sends: of the running stack, of real environments, and those kept across a reload. */
  readonly messages: MessageHistory;
  readonly settings: Settings;
  /** The reader's language, among those with texts. */
  readonly language: "en" | "ko";
  readonly secrets: Secrets;
  /** The environment that views and commands use. */
  readonly environment: SelectedEnvironment;
  /** The selected environment, and all others in the settings. */
  readonly environments: Environments;
  readonly notifier: Notifier;
  /** The extension's own output channel; masks numbers and secrets. */
  readonly log: Logger;
  readonly output: vscode.LogOutputChannel;
  /** Disposed with the extension, in reverse order. */
  readonly owned: DisposableStack;
  /** The code that reaches real environments, loaded at its first use. */
  environmentsModule(): typeof EnvironmentsEntry;
  /** The operations that commands run, loaded at their first use. */
  operations(): typeof OperationsEntry;
  /** The context of an operation in this window; `signal` cancels it; `progress` shows its steps. */
  operation(signal?: AbortSignal, progress?: Interaction["progress"]): OperationContext;
  /** How commands and operations interact with the user. */
  readonly interaction: Interaction;
  /**
   * Runs an operation on the environment selected at its start, even if the selection changes while it asks. Shows
   * progress; what may take long on a real backend can be cancelled.
   */
  perform<T>(title: string, run: (environment: Environment, operation: OperationContext) => Promise<T>): Promise<T>;
  /** Explanations of log lines, codes and texts, and the pages' content; loaded at its first use. */
  knowledge(): typeof KnowledgeEntry;
  /** The pages in tabs of the editor, loaded with the first one. */
  panels(): typeof PanelsEntry;
  /** The last diagnosis and which of its findings are shown. */
  readonly findings: FindingStore;
  /** The provider's sender numbers as last measured; empty if nothing was measured. */
  senders(): readonly ProviderSender[];
  execute<Id extends CommandId>(id: Id, ...args: CommandArguments[Id]): Promise<unknown>;
  /** Measures again and redraws the views. */
  refresh(): Promise<void>;
}
