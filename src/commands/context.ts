import type * as vscode from "vscode";
import type { DisposableStack } from "../common/disposable";
import type { Logger } from "../common/logger";
import type { Environments } from "../window/environments/configuredEnvironments";
import type { Notifier } from "../host/notifier";
import type { SelectedEnvironment } from "../window/environments/selectedEnvironment";
import type { Secrets } from "../host/secrets";
import type { Settings } from "../host/editorSettings";
import type { MessageHistory } from "../window/messages/messageHistory";
import type { KnowledgeModule } from "../logs/knowledgeModule";
import type { StackClient } from "../runtime/control/stackClient";
import type { Interaction } from "../operations/interaction";
import type { Environment, ProviderSender } from "../targets/environment";
import type { OperationContext } from "../operations/operation";
import type { OperationsModule } from "../operations/operationsModule";
import type { EnvironmentsModule } from "../targets/environmentsModule";
import type { LiveStack } from "../window/stack/liveStack";
import type { FindingStore } from "../window/findings/findingStore";
import type { CommandArguments, CommandId } from "../host/commandIds";

/** What every command is given. Nothing in it does any work before it is asked. */
export interface CommandContext {
  readonly extension: vscode.ExtensionContext;
  /** The local stack as this window sees it: state, snapshot, its changes. */
  readonly stack: LiveStack;
  /** The test sends of this workspace: of the running stack, of real environments, and those kept over a reload. */
  readonly messages: MessageHistory;
  readonly settings: Settings;
  /** The reader's language, of those there are texts in. */
  readonly language: "en" | "ko";
  readonly secrets: Secrets;
  /** The environment that views and commands are about. */
  readonly environment: SelectedEnvironment;
  /** The selected environment, and all that the settings describe. */
  readonly environments: Environments;
  readonly notifier: Notifier;
  /** The extension's own output channel; numbers and secrets are masked on the way in. */
  readonly log: Logger;
  readonly output: vscode.LogOutputChannel;
  /** Disposed with the extension, in reverse order. */
  readonly owned: DisposableStack;
  /** The running local stack, started or joined where none is. Error: `local-only` where another environment is selected. */
  client(): Promise<StackClient>;
  /** What reaches real environments, loaded at its first use. */
  environmentsModule(): EnvironmentsModule;
  /** What a person can want, loaded at its first use. */
  operations(): OperationsModule;
  /** What an operation is given in this window; `signal`: where it can be cancelled; `progress`: who shows its steps. */
  operation(signal?: AbortSignal, progress?: Interaction["progress"]): OperationContext;
  /** How commands and operations speak with the person. */
  readonly interaction: Interaction;
  /**
   * Runs an operation on the environment that is selected now, whatever is selected while it asks. Shows that it runs;
   * what may take long, on a real backend, can be cancelled.
   */
  perform<T>(title: string, run: (environment: Environment, operation: OperationContext) => Promise<T>): Promise<T>;
  /** What is known of log lines, codes and texts, and what the pages show; loaded at its first use. */
  knowledge(): KnowledgeModule;
  /** The last diagnosis and what of it is shown. */
  readonly findings: FindingStore;
  /** Sender numbers of the provider as they were measured last; empty where nobody looked. */
  senders(): readonly ProviderSender[];
  execute<Id extends CommandId>(id: Id, ...args: CommandArguments[Id]): Promise<unknown>;
  /** Measures again and redraws the views. */
  refresh(): Promise<void>;
}
