import type { Signal } from "../../common/signal";
import type { StackClient } from "../../runtime/control/stackClient";
import type { Environment } from "../../targets/environment";
import { LOCAL } from "../../targets/environment";
import type { Environments } from "./configuredEnvironments";
import type { LiveStack } from "../stack/liveStack";

/** The environment that this window's views and commands use: the local stack, or a real one. */
export class SelectedEnvironment {
  readonly #environments: Environments;
  readonly #stack: LiveStack;
  readonly #createLocal: (client: StackClient) => Environment;
  /** The local environment of one stack; a restarted stack is another one. */
  #local: { client: StackClient; environment: Environment } | undefined;

  /** `createLocal`: the environment of a stack, from code that is loaded with the first one. */
  constructor(environments: Environments, stack: LiveStack, createLocal: (client: StackClient) => Environment) {
    this.#environments = environments;
    this.#stack = stack;
    this.#createLocal = createLocal;
  }

  /** Another environment was selected, or its settings changed. */
  get changed(): Signal {
    return this.#environments.changed;
  }

  get name(): string {
    return this.#environments.current;
  }

  get isLocal(): boolean {
    return this.name === LOCAL;
  }

  /** For commands: starts or joins the local stack if it is selected. Errors: ExpectedError. */
  async open(): Promise<Environment> {
    return this.isLocal ? this.#localOf(await this.#stack.start()) : this.#environments.selected();
  }

  /** For views: starts nothing. Undefined if the local stack does not run. */
  async peek(): Promise<Environment | undefined> {
    if (!this.isLocal) return this.#environments.selected();
    const { client } = this.#stack;
    return client && this.#localOf(client);
  }

  #localOf(client: StackClient): Environment {
    if (this.#local?.client !== client) this.#local = { client, environment: this.#createLocal(client) };
    return this.#local.environment;
  }
}
