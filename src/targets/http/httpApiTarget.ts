import type { ApiAnswer, SendRequest } from "../../runtime/control/stackContract";
import type { ApiTarget } from "../environment";
import type { SecretSource } from "../settings/environmentSettings";
import { ApiAccess } from "./apiAccess";
import type { ApiSettings } from "./apiAccess";
import { SEND_WITHIN_MS } from "./backendHttp";

const SEND_PATH = "/api/v1/messaging/send/";
export const INFO_PATH = "/api/v1/messaging/info/";

/** Layer 1 by its own endpoints. */
export class HttpApiTarget implements ApiTarget {
  readonly url: string;
  readonly #access: ApiAccess;
  readonly #tenantCode: string;

  constructor(settings: ApiSettings, tenantCode: string, access: ApiAccess) {
    this.url = settings.url;
    this.#access = access;
    this.#tenantCode = tenantCode;
  }

  async send(tenantCode: string, request: SendRequest, signal?: AbortSignal): Promise<ApiAnswer> {
    const { headers, ...answer } = await this.#access.request(
      { method: "POST", path: SEND_PATH, headers: tenantHeaders(tenantCode), body: request, timeoutMs: SEND_WITHIN_MS },
      signal,
    );
    return {
      ...answer,
      requestId: headers.get("x-request-id") ?? "",
      // Only our own runtime gives a message an id.
      traceIds: (headers.get("x-trace-ids") ?? "").split(",").filter(Boolean),
    };
  }

  async check(signal?: AbortSignal): Promise<{ status: number; elapsedMs: number }> {
    const { status, elapsedMs } = await this.#access.request(
      { method: "GET", path: INFO_PATH, headers: tenantHeaders(this.#tenantCode) },
      signal,
    );
    return { status, elapsedMs };
  }

  /** Exchanges a user's password for tokens and stores those. Errors: `login-refused`, `api-unreachable`, `api-timeout`. */
  login(username: string, password: string, signal?: AbortSignal): Promise<void> {
    return this.#access.login(username, password, signal);
  }
}

export const tenantHeaders = (code: string) => ({ "x-tenant-code": code });

/** `access`: shared with the tenant data of the same environment, so that a token is refreshed once. */
export function createHttpApiTarget(
  settings: ApiSettings,
  tenantCode: string,
  secrets: SecretSource,
  access = new ApiAccess(settings, secrets),
): HttpApiTarget {
  return new HttpApiTarget(settings, tenantCode, access);
}
