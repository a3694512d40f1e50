import type * as vscode from "vscode";
import { Signal } from "../common/signal";
import type { EnvironmentSettings, SecretName, SecretSource } from "../targets/settings/environmentSettings";

/** SecretStorage does not list its keys everywhere: their names (no values) stand in the extension's state. */
const KEYS = "environmentSecretKeys";
const PREFIX = "messaging.environment";

/**
 * The only user of VS Code's SecretStorage. Secrets never stand in settings or state. Each belongs to one environment
 * and to the address it was given for: a folder whose settings give "staging" another address gets no token of yours.
 */
export class Secrets {
  /** One was set, renewed or forgotten, in this window or another. */
  readonly changed = new Signal();
  readonly #storage: vscode.SecretStorage;
  readonly #state: vscode.Memento;
  /** Keys that a target is renewing: it knows the new value, and must not be made anew in the middle of a call. */
  readonly #renewing = new Set<string>();

  constructor(storage: vscode.SecretStorage, state: vscode.Memento) {
    this.#storage = storage;
    this.#state = state;
  }

  /** Whoever owns the window's subscriptions disposes it. */
  watch(): vscode.Disposable {
    return this.#storage.onDidChange(({ key }) => {
      if (key.startsWith(`${PREFIX}/`) && !this.#renewing.delete(key)) this.changed.fire();
    });
  }

  /** What the targets of one environment read, and put where they renew a token. */
  of(environment: string, settings: EnvironmentSettings): SecretSource {
    return {
      get: (name) => Promise.resolve(this.#storage.get(keyOf(environment, settings, name))),
      set: (name, value) => {
        const key = keyOf(environment, settings, name);
        this.#renewing.add(key);
        return this.#store(key, value);
      },
    };
  }

  /** What a person gave; undefined takes it out. */
  async set(
    environment: string,
    settings: EnvironmentSettings,
    name: SecretName,
    value: string | undefined,
  ): Promise<void> {
    const key = keyOf(environment, settings, name);
    await (value === undefined ? this.#storage.delete(key) : this.#store(key, value));
  }

  /** All of one environment, whatever address they were given for. Resolves with how many there were. */
  async forget(environment: string): Promise<number> {
    const keys = this.#keys();
    const own = keys.filter((key) => key.startsWith(`${PREFIX}/${environment}/`));
    for (const key of own) await this.#storage.delete(key);
    await this.#state.update(
      KEYS,
      keys.filter((key) => !own.includes(key)),
    );
    return own.length;
  }

  async #store(key: string, value: string): Promise<void> {
    const keys = this.#keys();
    if (!keys.includes(key)) await this.#state.update(KEYS, [...keys, key]);
    await this.#storage.store(key, value);
  }

  #keys(): string[] {
    const keys: unknown = this.#state.get(KEYS);
    return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
  }
}

const keyOf = (environment: string, settings: EnvironmentSettings, name: SecretName) =>
  [PREFIX, environment, name, addressFor(name, settings)].join("/");

/** Where a secret may go. A database's address is itself the secret. */
function addressFor(name: SecretName, { api, provider }: EnvironmentSettings): string {
  switch (name) {
    case "apiToken":
    case "apiRefreshToken":
      return originOf(api?.url);
    case "solapiApiKey":
    case "solapiApiSecret":
      return originOf(provider?.url);
    case "databaseUrl":
      return "";
  }
}

const originOf = (url: string | undefined) => (url === undefined ? "" : new URL(url).origin);
