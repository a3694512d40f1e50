import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { EnvironmentSettings, SecretSource } from "../settings/environmentSettings";
import { BackendHttp } from "./backendHttp";
import type { HttpAnswer, HttpRequest } from "./backendHttp";

export type ApiSettings = NonNullable<EnvironmentSettings["api"]>;

/**
 * The backend's API with the user's token. After a 401 (nothing has been done) it refreshes the token, once for all
 * waiting requests, and repeats the request once. Any other answer is returned as it is.
 */
export class ApiAccess {
  readonly #http: BackendHttp;
  readonly #settings: ApiSettings;
  readonly #secrets: SecretSource;
  #refreshing: Promise<string | undefined> | undefined;

  constructor(settings: ApiSettings, secrets: SecretSource) {
    this.#http = new BackendHttp(settings.url);
    this.#settings = settings;
    this.#secrets = secrets;
  }

  /** @throws ExpectedError `token-missing`, and those of BackendHttp */
  async request(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    const token = (await this.#secrets.get("apiToken")) ?? (await this.#refresh(undefined));
    if (token === undefined) throw tokenMissing();
    const answer = await this.#http.request({ ...request, token }, signal);
    if (answer.status !== 401) return answer;
    const fresh = await this.#refresh(token);
    return fresh === undefined ? answer : this.#http.request({ ...request, token: fresh }, signal);
  }

  /**
   * Exchanges a user's password for tokens and stores them; the password goes nowhere else.
   * @throws ExpectedError `login-refused` with the backend's sentence, and those of BackendHttp
   */
  async login(username: string, password: string, signal?: AbortSignal): Promise<void> {
    const answer = await this.#http.request(
      { method: "POST", path: this.#settings.tokenPath, body: { username, password } },
      signal,
    );
    const access = textIn(answer.body, "access");
    if (answer.status !== 200 || access === undefined) {
      const why = textIn(answer.body, "detail") ?? "";
      throw new ExpectedError(
        "login-refused",
        l10n.t("The backend refused the log-in ({0}): {1}", answer.status, why),
        l10n.t("Check user name, password and the token path of this environment."),
      );
    }
    await this.#store(access, textIn(answer.body, "refresh"));
  }

  /** A token to replace `refused`; undefined if there is no way to get one. */
  async #refresh(refused: string | undefined): Promise<string | undefined> {
    this.#refreshing ??= this.#exchange(refused).finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #exchange(refused: string | undefined): Promise<string | undefined> {
    const current = await this.#secrets.get("apiToken");
    if (current !== refused) return current; // another request has refreshed it already
    const refresh = await this.#secrets.get("apiRefreshToken");
    if (refresh === undefined) return undefined;
    const { status, body } = await this.#http.request({
      method: "POST",
      path: this.#settings.refreshPath,
      body: { refresh },
    });
    const access = textIn(body, "access");
    if (status !== 200 || access === undefined) return undefined;
    await this.#store(access, textIn(body, "refresh"));
    return access;
  }

  /** `refresh` is set if the backend rotates it. */
  async #store(access: string, refresh: string | undefined): Promise<void> {
    await this.#secrets.set?.("apiToken", access);
    if (refresh !== undefined) await this.#secrets.set?.("apiRefreshToken", refresh);
  }
}

function textIn(body: unknown, name: string): string | undefined {
  const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

const tokenMissing = () =>
  new ExpectedError(
    "token-missing",
    l10n.t("There is no token for the API of this environment"),
    l10n.t("Log in, or paste an access token."),
  );
