import os from "node:os";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { Disposable } from "../../common/disposable";
import { ExpectedError, messageOf } from "../../common/errors";
import type { Logger } from "../../common/logger";
import { Signal } from "../../common/signal";
import type { Environment } from "../../targets/environment";
import type { ParsedEnvironments } from "../../targets/settings/environmentParser";
import type { EnvironmentInput, EnvironmentSettings, SecretSource } from "../../targets/settings/environmentSettings";
import type { Trust } from "../../targets/settings/trust";
import { LOCAL } from "../../targets/environment";
import type * as EnvironmentsEntry from "../../targets/environmentsEntry";
import { SECTION } from "../../host/declaredSettings";
import type { Secrets } from "../../host/secrets";
import type { Settings } from "../../host/editorSettings";
import { workspaceFolder } from "../../host/workspace";

export interface EnvironmentsOptions {
  settings: Settings;
  secrets: Secrets;
  log: Logger;
  /** Loads `dist/environments.js`. */
  load(): typeof EnvironmentsEntry;
  /** The embedded stack. */
  local(): Promise<Environment>;
  /** Where the workspace's stack keeps its files. */
  stateDir(): string;
}

/**
 * The environments of the settings, and the selected one.
 *
 * none → (`selected()`) created → (its settings or secrets change, another is selected) disposed, `changed` → none
 */
export class Environments implements Disposable {
  /** Another environment was selected, or this one's settings or secrets changed; earlier objects are disposed. */
  readonly changed = new Signal();
  readonly #options: EnvironmentsOptions;
  readonly #subscriptions: Disposable[];
  readonly #told = new Set<string>();
  #created: Promise<Environment> | undefined;
  /** What `#created` was made from. */
  #madeFrom: string;

  constructor(options: EnvironmentsOptions) {
    this.#options = options;
    const { settings, secrets } = options;
    this.#madeFrom = this.#written();
    this.#subscriptions = [
      settings.onDidChange(() => {
        if (this.#written() !== this.#madeFrom) this.#renew();
      }),
      secrets.changed.subscribe(() => {
        if (this.current !== LOCAL) this.#renew();
      }),
    ];
  }

  /** Name of the selected environment: LOCAL, or a key of the environments in the settings. */
  get current(): string {
    return this.#options.settings.get("environment") || LOCAL;
  }

  /**
   * The selected environment, created at its first use and the same until `changed` fires. Connects to nothing by
   * itself: its targets' methods do that. Error: `environment-invalid` if its settings cannot be read.
   */
  selected(): Promise<Environment> {
    // A failed creation is retried on the next call.
    this.#created ??= this.open(this.current).catch((error: unknown) => {
      this.#created = undefined;
      throw error;
    });
    return this.#created;
  }

  /** The readable environments of the settings, and the errors of the others. Empty settings load no code. */
  list(): ParsedEnvironments {
    const value = this.#options.settings.get("environments");
    if (isEmpty(value)) return { environments: new Map(), problems: [] };
    const parsed = this.#options.load().parseEnvironments(value, `${SECTION}.environments`);
    for (const { sentence } of parsed.problems) this.#tell(sentence);
    return parsed;
  }

  /** Error: `environment-invalid`, with the path of the invalid value, or if no environment has that name. */
  settingsOf(name: string): EnvironmentSettings {
    const { environments, problems } = this.list();
    const settings = environments.get(name);
    if (settings) return settings;
    const own = problems.filter(({ environment }) => environment === name).map(({ sentence }) => sentence);
    throw new ExpectedError(
      "environment-invalid",
      own.length > 0
        ? own.join("; ")
        : l10n.t("{0} has no environment {1}", `${SECTION}.environments`, JSON.stringify(name)),
      l10n.t("Correct it in the settings, or select another environment."),
    );
  }

  /** A separate instance for a check; the caller disposes it. */
  async open(name: string): Promise<Environment> {
    return name === LOCAL ? this.#options.local() : this.#create(name, this.settingsOf(name));
  }

  /** The same for an environment that is not in the settings yet. */
  async openInput(name: string, input: EnvironmentInput): Promise<Environment> {
    const { environments, problems } = this.#options.load().parseEnvironments({ [name]: input }, "");
    const settings = environments.get(name);
    if (settings && problems.length === 0) return this.#create(name, settings);
    throw new ExpectedError("environment-invalid", problems.map(({ sentence }) => sentence).join("; "));
  }

  /** Writes to the folder's settings, if there is a folder. Resolves when `current` is that name. */
  select(name: string): Promise<void> {
    return this.#options.settings.update("environment", name === LOCAL ? undefined : name);
  }

  /** Adds an environment to the folder's settings, or replaces the one of that name. */
  async write(name: string, input: EnvironmentInput): Promise<void> {
    const { settings } = this.#options;
    const others = settings.written("environments");
    await settings.update("environments", { ...(isObject(others) ? others : {}), [name]: input });
  }

  async dispose(): Promise<void> {
    for (const subscription of this.#subscriptions) await subscription.dispose();
    this.#disposeCreated();
  }

  /** Warns once per sentence: the same settings are read repeatedly. */
  #tell(sentence: string): void {
    if (!this.#told.has(sentence)) this.#options.log.warning(`[environments] ${sentence}`);
    this.#told.add(sentence);
  }

  #create(name: string, settings: EnvironmentSettings): Promise<Environment> {
    const { load, stateDir } = this.#options;
    const environments = load();
    const trust = this.#trust(environments);
    return environments.createEnvironment({
      name,
      settings,
      trust,
      secrets: this.#secretsOf(name, settings, environments.secretsOfVariables(process.env, settings, trust)),
      folder: workspaceFolder() ?? os.homedir(),
      stateDir: path.join(stateDir(), "environments", encodeURIComponent(name)),
    });
  }

  /** VS Code asks whether to trust a folder before it gives its settings, which name programs. */
  #trust({ hostsIn }: typeof EnvironmentsEntry): Trust {
    return { hosts: hostsIn(...this.#options.settings.get("trustedAddresses")), programs: true, door: "editor" };
  }

  /** Stored secrets; a database's address also comes from its variable. */
  #secretsOf(name: string, settings: EnvironmentSettings, variables: SecretSource): SecretSource {
    const stored = this.#options.secrets.of(name, settings);
    return {
      ...stored,
      get: async (secret) =>
        (await stored.get(secret)) ?? (secret === "databaseUrl" ? await variables.get(secret) : undefined),
    };
  }

  /** The selected name and its settings as written, to detect relevant changes. */
  #written(): string {
    const name = this.current;
    const value = this.#options.settings.get("environments");
    const trusted = this.#options.settings.get("trustedAddresses");
    return JSON.stringify([name, isObject(value) ? value[name] : undefined, trusted]);
  }

  #renew(): void {
    this.#madeFrom = this.#written();
    this.#disposeCreated();
    this.changed.fire();
  }

  #disposeCreated(): void {
    const created = this.#created;
    this.#created = undefined;
    created?.then(
      (environment) => environment.dispose(),
      (error: unknown) => this.#options.log.debug(`[environments] nothing to dispose: ${messageOf(error)}`),
    );
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0);
