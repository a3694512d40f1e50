import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { AgentHost } from "../../agents/agentTool";
import { ExpectedError } from "../../common/errors";
import { maskStart } from "../../common/masking";
import { withCommandLine } from "../../runtime/control/ownCommand";
import { holdStack } from "../../operations/stack/holdStack";
import type { OperationContext } from "../../operations/operation";
import type { PlanRegistry } from "../../operations/plan/planRegistry";
import type { Environment } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import { createLocalEnvironment } from "../../targets/local/localEnvironment";
import { commandLine } from "../commandLine";
import { withEnvironment } from "../environment/environmentOption";
import type { EnvironmentChoice } from "../environment/environmentOption";
import { startStackOf } from "../stack/stackSession";
import type { StackChoice } from "../stack/stackSession";
import { operationOf } from "../terminalInteraction";

interface ConfiguredFiles extends Omit<EnvironmentChoice, "environment"> {
  environment?: string[];
}

type Started = Awaited<ReturnType<typeof startStackOf>>;

/**
 * What the tools of an agent get from the command line. The local stack starts with the first question about it, is held
 * as long as the agent's session, and ends with it if it was started here.
 */
export class TerminalHost implements AgentHost {
  readonly #files: ReadonlyMap<string, string>;
  readonly #held = new AbortController();
  #local: Promise<Started> | undefined;

  constructor(
    private readonly stack: StackChoice,
    private readonly choice: ConfiguredFiles,
    readonly plans: PlanRegistry,
  ) {
    this.#files = new Map((choice.environment ?? []).map((file) => [path.parse(file).name, file]));
  }

  environments(): string[] {
    return [LOCAL, ...this.#files.keys()];
  }

  async onEnvironment<T>(name: string, run: (environment: Environment) => Promise<T>): Promise<T> {
    if (name === LOCAL) return run(createLocalEnvironment((await this.#stack()).client));
    const file = this.#files.get(name);
    if (file === undefined)
      throw new ExpectedError(
        "no-environment",
        l10n.t("There is no environment {0} here", maskStart(name, 60)),
        l10n.t("There are: {0}. Only the user can add one.", this.environments().join(", ")),
      );
    return withEnvironment(file, this.choice as EnvironmentChoice, run);
  }

  /** Questions cannot be answered: what would ask is refused. */
  context(signal: AbortSignal): OperationContext {
    const { interaction, ...context } = operationOf(this.stack, {}, signal);
    return {
      ...context,
      interaction: { ...interaction, progress: () => undefined, warn: () => Promise.resolve(true) },
    };
  }

  offerApproval({ id }: { id: string }): string {
    return l10n.t("In a terminal of the same folder: {0}", withCommandLine(`messaging approve ${id}`, commandLine()));
  }

  async dispose(): Promise<void> {
    this.#held.abort();
    const local = await this.#local?.catch(() => undefined);
    if (local?.started) await local.client.end();
  }

  /** Starts it anew if it has ended. */
  #stack(): Promise<Started> {
    this.#local ??= this.#start().catch((error: unknown) => {
      this.#local = undefined;
      throw error;
    });
    return this.#local;
  }

  async #start(): Promise<Started> {
    const started = await startStackOf(this.stack, false);
    void holdStack(started.client, this.#held)
      .catch(() => false)
      .then((isHeld) => {
        if (!isHeld) this.#local = undefined;
      });
    return started;
  }
}
