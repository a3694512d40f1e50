import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { maskNumber } from "../../common/masking";
import type { SendRequest } from "../../runtime/control/stackContract";
import type { Environment } from "../environment";
import { phoneDigits } from "../tenants/phoneDigits";

/**
 * A test send rings phones, so every recipient is first proven to be allowed. A send through the API names only
 * students: the tenant data must answer for each of them, with a number or with none, or else it is unknown who would
 * be called.
 *
 * Resolves with the numbers (digits). Errors: `no-allowed-recipients`, `recipient-unproven`, `recipient-not-allowed`.
 */
export async function proveRequest(
  environment: Environment,
  tenantCode: string,
  { student_ids: studentIds, send_to: sendTo = "parent" }: SendRequest,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const { allowedRecipients, tenants } = environment;
  if (allowedRecipients === undefined) return [];
  requireAny(environment);
  if (!tenants?.recipients) {
    throw unproven(l10n.t("This environment's tenant data does not include students' numbers"));
  }
  const entries = await tenants.recipients(tenantCode, studentIds, sendTo, signal);
  const answered = new Set(entries.map(({ studentId }) => studentId));
  const missing = studentIds.filter((id) => !answered.has(id));
  if (missing.length > 0) {
    throw unproven(l10n.t("The tenant data knows no such student of {0}: {1}", tenantCode, missing.join(", ")));
  }
  return entries.flatMap(({ number }) => (number === null ? [] : [requireAllowed(allowedRecipients, number)]));
}

/** The same for a queue body, which names its recipient itself. */
export function proveBody(environment: Environment, body: string): readonly string[] {
  const { allowedRecipients } = environment;
  if (allowedRecipients === undefined) return [];
  requireAny(environment);
  const to = recipientOf(body);
  if (to === undefined) throw unproven(l10n.t('The body does not name its recipient as "to"'));
  return [requireAllowed(allowedRecipients, to)];
}

/** The recipient in the body; undefined if it is not a job or names none. */
export function recipientOf(body: string): string | undefined {
  try {
    const { to } = JSON.parse(body) as { to?: unknown };
    return typeof to === "string" ? to : undefined;
  } catch {
    return undefined;
  }
}

function requireAny({ name, allowedRecipients }: Environment): void {
  if (allowedRecipients && allowedRecipients.length > 0) return;
  throw new ExpectedError(
    "no-allowed-recipients",
    l10n.t("Test sends are off: {0} allows no recipient", name),
    l10n.t("Add your own number to allowedRecipients of this environment."),
  );
}

/** The number's digits. */
function requireAllowed(allowed: readonly string[], number: string): string {
  const digits = phoneDigits(number);
  if (digits !== undefined && allowed.some((one) => phoneDigits(one) === digits)) return digits;
  throw new ExpectedError(
    "recipient-not-allowed",
    l10n.t("Nothing was sent: this recipient is not one of allowedRecipients: {0}", maskNumber(number)),
    l10n.t("Choose a student with an allowed number, or add the number to allowedRecipients."),
  );
}

const unproven = (why: string) =>
  new ExpectedError(
    "recipient-unproven",
    l10n.t("Nothing was sent: the recipients could not be verified. {0}", why),
    l10n.t(
      "Start the test send at the queue with one of allowedRecipients, or connect the tenant data by Django or SQL.",
    ),
  );
