import type * as vscode from "vscode";

/** Every secret the extension may keep. They stand in SecretStorage or the environment, never in settings or state. */
export const secretKeys = {
  apiToken: "messaging.api.token",
  solapiApiKey: "messaging.solapi.apiKey",
  solapiApiSecret: "messaging.solapi.apiSecret",
} as const;

export type SecretKey = (typeof secretKeys)[keyof typeof secretKeys];

/** The only user of VS Code's SecretStorage. */
export class Secrets {
  readonly #storage: vscode.SecretStorage;

  constructor(storage: vscode.SecretStorage) {
    this.#storage = storage;
  }

  get(key: SecretKey): Promise<string | undefined> {
    return Promise.resolve(this.#storage.get(key));
  }

  async set(key: SecretKey, value: string | undefined): Promise<void> {
    await (value === undefined ? this.#storage.delete(key) : this.#storage.store(key, value));
  }
}
