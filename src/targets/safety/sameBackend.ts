import * as l10n from "@vscode/l10n";
import { codeOf, ExpectedError } from "../../common/errors";
import type { ApiInfo, Environment } from "../environment";

/** Answers with which the API also refuses a send: nobody is called. */
const TAKES_NOTHING = new Set([401, 403]);
const NO_CONNECTION = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/**
 * The numbers come from the tenant data, the calls from the API: both must be the same backend. Compares what both
 * return for the tenant: its sender and the id of its newest log row. Fails only if a second look differs too,
 * because a row may have been written in between.
 * Errors: `backend-mismatch`, `recipient-unproven` if the API does not say.
 */
export async function requireSameBackend(
  environment: Environment,
  tenantCode: string,
  signal?: AbortSignal,
): Promise<void> {
  const first = await differenceOf(environment, tenantCode, signal);
  const difference = first && (await differenceOf(environment, tenantCode, signal));
  if (!difference) return;
  throw new ExpectedError(
    "backend-mismatch",
    l10n.t("Nothing was sent: the API and the tenant data are not the same backend. {0}", difference),
    l10n.t("Point both at the same database in the settings of this environment."),
  );
}

async function differenceOf(
  { api, tenants }: Environment,
  tenantCode: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const info = await infoOf(api, tenantCode, signal);
  if (!info) return undefined;
  const { messagingSender = "" } = (await tenants?.tenant(tenantCode, signal)) ?? {};
  if (info.messagingSender === undefined) throw untold();
  if (info.messagingSender !== messagingSender)
    return l10n.t(
      "Sender by the API: {0}, by the tenant data: {1}",
      shown(info.messagingSender),
      shown(messagingSender),
    );
  if (info.lastLogId === undefined) return undefined;
  const lastLogId = await tenants?.lastLogId(tenantCode, signal);
  return info.lastLogId === lastLogId
    ? undefined
    : l10n.t("Newest log row by the API: {0}, by the tenant data: {1}", info.lastLogId, lastLogId ?? 0);
}

/** Undefined: the API would refuse a send, so nobody can be called. */
async function infoOf(
  api: Environment["api"],
  tenantCode: string,
  signal: AbortSignal | undefined,
): Promise<ApiInfo | undefined> {
  if (!api?.info) throw untold();
  try {
    const info = await api.info(tenantCode, signal);
    return TAKES_NOTHING.has(info.status) ? undefined : info;
  } catch (error) {
    if (ExpectedError.is(error, "api-unreachable") && NO_CONNECTION.has(codeOf(error.cause) ?? "")) return undefined;
    throw error;
  }
}

const untold = () =>
  new ExpectedError(
    "recipient-unproven",
    l10n.t(
      "Nothing was sent: the API does not tell its tenant's sender, so it may be another backend than the tenant data",
    ),
    l10n.t("Start the test send at the queue with one of allowedRecipients."),
  );

const shown = (sender: string) => sender || l10n.t("(empty)");
