import * as l10n from "@vscode/l10n";
import { maskStart } from "../../common/masking";
import { ExpectedError } from "../../common/errors";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { TenantSchema, TenantTarget } from "../environment";
import type { SecretSource } from "../settings/environmentSettings";
import { logRowOf } from "../tenants/logRow";
import type { TenantLogRow } from "../tenants/logRow";
import { invalidSender, senderChanged, tenantNotFound } from "../tenants/tenantErrors";
import type { TenantWriter } from "../writers";
import { ApiAccess } from "./apiAccess";
import type { ApiSettings } from "./apiAccess";
import type { HttpAnswer, HttpRequest } from "./backendHttp";
import { INFO_PATH, LOG_PATH, tenantHeaders } from "./httpApiTarget";

/** The backend returns at most this many rows per page. */
const PAGE_SIZE = 50;
/** 10,000 rows: the rows since a send never go that far back. */
const MAX_PAGES = 200;

/** GET info/ */
interface Info {
  messaging_sender: string;
  credit_balance?: string | number;
  base_price?: string | number;
  is_active?: boolean;
}

type ApiLogRow = Omit<TenantLogRow, "id"> & { id: number };

/**
 * Tenant data through the backend's own endpoints with the user's token: what that user may see in the web front end,
 * one tenant at a time.
 */
export class HttpTenantTarget implements TenantTarget, TenantWriter {
  readonly mostLogs = MAX_PAGES * PAGE_SIZE;
  readonly #access: ApiAccess;
  readonly #tenantCode: string;
  readonly #url: string;

  constructor(url: string, tenantCode: string, access: ApiAccess) {
    this.#url = url;
    this.#tenantCode = tenantCode;
    this.#access = access;
  }

  get origin(): string {
    return l10n.t("the API at {0}", this.#url);
  }

  /** The endpoints do not expose columns. */
  schema(): Promise<TenantSchema> {
    return Promise.reject(notOffered(l10n.t("The API does not expose the columns of its tables")));
  }

  tenants(): Promise<never> {
    return Promise.reject(notOffered(l10n.t("The API has no list of tenants")));
  }

  async tenant(code: string, signal?: AbortSignal): Promise<TenantSummary> {
    return toSummary(code, await this.#info(code, signal));
  }

  async record(code: string, signal?: AbortSignal) {
    const { messaging_sender, credit_balance, base_price, is_active } = await this.#info(code, signal);
    return {
      code,
      messaging_sender,
      ...(credit_balance !== undefined && { credit_balance: String(credit_balance) }),
      ...(is_active !== undefined && { messaging_is_active: is_active }),
      ...(base_price !== undefined && { messaging_base_price: String(base_price) }),
    };
  }

  /** The API returns newest first: reads until the known id. A row inserted meanwhile shifts the pages. */
  async notificationLogs(afterId: number, code = this.#tenantCode, signal?: AbortSignal) {
    const rows = new Map<number, TenantLogRow>();
    for (let page = 1; page <= MAX_PAGES; page++) {
      const results = await this.#logPage(code, page, PAGE_SIZE, signal);
      const wanted = results.filter(({ id }) => id > afterId);
      for (const row of wanted) rows.set(row.id, toLogRow(row));
      if (results.length < PAGE_SIZE || wanted.length < results.length) break;
    }
    return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
  }

  async newestLogs(limit: number, code = this.#tenantCode, signal?: AbortSignal): Promise<TenantLogRow[]> {
    const rows: ApiLogRow[] = [];
    for (let page = 1; rows.length < limit && page <= MAX_PAGES; page++) {
      const results = await this.#logPage(code, page, PAGE_SIZE, signal);
      rows.push(...results);
      if (results.length < PAGE_SIZE) break;
    }
    return rows
      .sort((one, other) => other.id - one.id)
      .slice(0, limit)
      .map(toLogRow);
  }

  async lastLogId(code = this.#tenantCode, signal?: AbortSignal): Promise<number> {
    const [newest] = await this.#logPage(code, 1, 1, signal);
    return newest?.id ?? 0;
  }

  /**
   * The backend's endpoint has no compare-and-set: the value is compared just before the write, and a change made
   * between the two is overwritten. Other columns are safe, because the endpoint writes only the fields it receives.
   */
  async setSender(code: string, expected: string, value: string, signal?: AbortSignal): Promise<TenantSummary> {
    const { messaging_sender: current } = await this.#info(code, signal);
    if (current !== expected) throw senderChanged(code);
    const answer = await this.#request(
      code,
      { method: "PATCH", path: INFO_PATH, body: { messaging_sender: value } },
      signal,
    );
    return toSummary(code, answer as Info);
  }

  async #info(code: string, signal?: AbortSignal): Promise<Info> {
    return (await this.#request(code, { method: "GET", path: INFO_PATH }, signal)) as Info;
  }

  async #logPage(code: string, page: number, size: number, signal?: AbortSignal): Promise<ApiLogRow[]> {
    const path = `${LOG_PATH}?page=${page}&page_size=${size}`;
    const { results } = (await this.#request(code, { method: "GET", path }, signal)) as { results: ApiLogRow[] };
    return results;
  }

  async #request(code: string, request: HttpRequest, signal?: AbortSignal): Promise<object> {
    const answer = await this.#access.request({ ...request, headers: tenantHeaders(code) }, signal);
    if (answer.status === 200 && typeof answer.body === "object" && answer.body !== null) return answer.body;
    throw refusal(code, answer);
  }
}

/** `access` is shared with the API of the same environment. */
export function createHttpTenantTarget(
  settings: ApiSettings,
  tenantCode: string,
  secrets: SecretSource,
  access = new ApiAccess(settings, secrets),
): HttpTenantTarget {
  return new HttpTenantTarget(settings.url, tenantCode, access);
}

function refusal(code: string, { status, body }: HttpAnswer): ExpectedError {
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const why = fields["detail"] ?? body;
  const words = typeof why === "string" ? why.trim().split("\n", 2).join(" ") : JSON.stringify(why);
  const cause = { status };
  if (fields["code"] === "tenant_invalid") return tenantNotFound(code);
  if (status === 400 && Array.isArray(fields["messaging_sender"])) {
    return invalidSender(shown(fields["messaging_sender"].join(" ")), cause);
  }
  if (status === 401) {
    const next = l10n.t("Log in again, or paste a new access token.");
    return new ExpectedError("token-refused", l10n.t("The API rejected the token: {0}", shown(words)), next, { cause });
  }
  return new ExpectedError(
    "api-refused",
    l10n.t("The API answered {0}: {1}", status, shown(words)),
    l10n.t("Look at the API's log."),
    { cause },
  );
}

const shown = (words: string) => maskStart(words, 300);

const notOffered = (sentence: string) =>
  new ExpectedError("not-offered", sentence, l10n.t("Use the Django helper or SQL for it."));

/** `info/` returns neither id nor name. */
const toSummary = (code: string, { messaging_sender: messagingSender }: Info): TenantSummary => ({
  id: 0,
  code,
  name: code,
  messagingSender,
});

const toLogRow = ({ id, sent_at, success, failure_reason, recipient_summary, status }: ApiLogRow) =>
  logRowOf({
    id: String(id),
    sent_at: new Date(sent_at).toISOString(),
    success,
    failure_reason,
    recipient_summary,
    status,
  });
