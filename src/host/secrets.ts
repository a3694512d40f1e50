import type * as vscode from "vscode";
import { Signal } from "../common/signal";
import type { SecretStore } from "../operations/secrets/secretStore";
import type { EnvironmentSettings, SecretName, SecretSource } from "../targets/settings/environmentSettings";

/** SecretStorage cannot list its keys everywhere: the extension's state keeps their names, but no values. */
const KEYS = "environmentSecretKeys";
const PREFIX = "messaging.environment";

/**
 * The only user of VS Code's SecretStorage. Settings and state never hold secrets. Each secret belongs to one
 * environment and to the address it was given for: a folder whose settings give "staging" another address gets none of
 * your tokens. A database address is itself a secret, and belongs to the folder whose settings describe its
 * environment.
 */
export class Secrets {
  /** A secret was set, renewed or removed, in this window or another. */
  readonly changed = new Signal();
  readonly #storage: vscode.SecretStorage;
  readonly #state: vscode.Memento;
  readonly #homeOf: (environment: string) => string;
  /** Keys that a target is renewing: it knows the new value, and must not be recreated in the middle of a call. */
  readonly #renewing = new Set<string>();

  /** `homeOf`: the folder whose settings describe an environment; "user" if only the user's own do. */
  constructor(storage: vscode.SecretStorage, state: vscode.Memento, homeOf: (environment: string) => string) {
    this.#storage = storage;
    this.#state = state;
    this.#homeOf = homeOf;
  }

  /** The owner of the window's subscriptions disposes it. */
  watch(): vscode.Disposable {
    return this.#storage.onDidChange(({ key }) => {
      if (key.startsWith(`${PREFIX}/`) && !this.#renewing.delete(key)) this.changed.fire();
    });
  }

  /** For the targets of one environment: reads secrets, and stores a renewed token. */
  of(environment: string, settings: EnvironmentSettings): SecretSource {
    return {
      get: (name) => Promise.resolve(this.#storage.get(this.#keyOf(environment, settings, name))),
      set: (name, value) => {
        const key = this.#keyOf(environment, settings, name);
        this.#renewing.add(key);
        return this.#store(key, value);
      },
    };
  }

  /** For the user's own secrets of one environment: stores and removes them. */
  storeOf(environment: string, settings: EnvironmentSettings): SecretStore {
    const keyOf = (name: SecretName) => this.#keyOf(environment, settings, name);
    return {
      get: (name) => Promise.resolve(this.#storage.get(keyOf(name))),
      set: (name, value) => this.#store(keyOf(name), value),
      remove: (name) => Promise.resolve(this.#storage.delete(keyOf(name))),
      removeAll: () => this.#forget(environment),
    };
  }

  async #forget(environment: string): Promise<number> {
    const keys = this.#keys();
    const own = keys.filter((key) => key.startsWith(`${prefixOf(environment)}/`));
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

  #keyOf(environment: string, settings: EnvironmentSettings, name: SecretName): string {
    const address = name === "databaseUrl" ? encodeURIComponent(this.#homeOf(environment)) : addressFor(name, settings);
    return [prefixOf(environment), name, address].join("/");
  }

  #keys(): string[] {
    const keys: unknown = this.#state.get(KEYS);
    return Array.isArray(keys) ? keys.filter((key) => typeof key === "string") : [];
  }
}

/** Escapes the separator of a key's parts in the name: "a" and "a/b" are two environments. */
const prefixOf = (environment: string) => `${PREFIX}/${environment.replace(/[%/]/g, encodeURIComponent)}`;

/** The address that a secret may be sent to. */
function addressFor(name: Exclude<SecretName, "databaseUrl">, { api, provider }: EnvironmentSettings): string {
  switch (name) {
    case "apiToken":
    case "apiRefreshToken":
      return originOf(api?.url);
    case "solapiApiKey":
    case "solapiApiSecret":
      return originOf(provider?.url);
  }
}

const originOf = (url: string | undefined) => (url === undefined ? "" : new URL(url).origin);
