import { maskText } from "../../common/masking";
import type { ApiAnswer, SendRequest } from "../../runtime/control/stackContract";
import type { ApiInfo, ApiTarget } from "../environment";
import type { SecretSource } from "../settings/environmentSettings";
import type { ApiWriter } from "../writers";
import { ApiAccess } from "./apiAccess";
import type { ApiSettings } from "./apiAccess";
import { SEND_WITHIN_MS } from "./backendHttp";

const SEND_PATH = "/api/v1/messaging/send/";
export const INFO_PATH = "/api/v1/messaging/info/";
export const LOG_PATH = "/api/v1/messaging/log/";

/** Layer 1 through its own endpoints. */
export class HttpApiTarget implements ApiTarget, ApiWriter {
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
      // Only our own runtime assigns trace ids.
      traceIds: (headers.get("x-trace-ids") ?? "").split(",").filter(Boolean),
    };
  }

  async check(signal?: AbortSignal, tenantCode = this.#tenantCode): ReturnType<ApiTarget["check"]> {
    const { status, elapsedMs, body } = await this.#access.request(
      { method: "GET", path: INFO_PATH, headers: tenantHeaders(tenantCode) },
      signal,
    );
    const { code, detail } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
    return {
      status,
      elapsedMs,
      ...(typeof code === "string" && { code }),
      ...(typeof detail === "string" && { detail: maskText(detail.slice(0, 200)) }),
    };
  }

  async info(tenantCode: string, signal?: AbortSignal): Promise<ApiInfo> {
    const headers = tenantHeaders(tenantCode);
    const { status, body } = await this.#access.request({ method: "GET", path: INFO_PATH, headers }, signal);
    if (status !== 200) return { status };
    const sender = fieldOf(body, "messaging_sender");
    const log = await this.#access.request({ method: "GET", path: `${LOG_PATH}?page=1&page_size=50`, headers }, signal);
    const rows = log.status === 200 ? fieldOf(log.body, "results") : undefined;
    // The page is in sending order: the row sent last may have an older id.
    const lastLogId = Array.isArray(rows) ? Math.max(0, ...rows.map((row) => Number(fieldOf(row, "id")))) : undefined;
    return {
      status,
      ...(typeof sender === "string" && { messagingSender: sender }),
      ...(lastLogId !== undefined && { lastLogId }),
    };
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;

export const tenantHeaders = (code: string) => ({ "x-tenant-code": code });

/** `access` is shared with the tenant data of the same environment, so that a token is refreshed once. */
export function createHttpApiTarget(
  settings: ApiSettings,
  tenantCode: string,
  secrets: SecretSource,
  access = new ApiAccess(settings, secrets),
): HttpApiTarget {
  return new HttpApiTarget(settings, tenantCode, access);
}
