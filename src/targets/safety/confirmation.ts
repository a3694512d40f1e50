import * as l10n from "@vscode/l10n";
import type { Clock } from "../../common/clock";
import { systemClock } from "../../common/clock";
import { ExpectedError } from "../../common/errors";
import type { Environment } from "../environment";

/** A confirmation covers one write, not a day's work. */
const VALID_MS = 10 * 60_000;

/** Only `confirmProduction` creates one. */
const made = Symbol("confirmation");

/** Proof that a person typed a tenant's code to confirm a write to production. */
export interface Confirmation {
  readonly [made]: true;
  readonly environment: string;
  readonly tenantCode: string;
  /** Milliseconds since the Unix epoch. */
  readonly validUntil: number;
}

/**
 * `typed` is the person's answer to the modal that asks for the tenant's code.
 * Error: `confirmation-mismatch`.
 */
export function confirmProduction(
  { name }: Pick<Environment, "name">,
  tenantCode: string,
  typed: string,
  clock: Clock = systemClock,
): Confirmation {
  if (typed.trim() !== tenantCode) {
    throw new ExpectedError(
      "confirmation-mismatch",
      l10n.t("What was typed is not the tenant's code: {0}", tenantCode),
      l10n.t("Nothing was changed. Type the code exactly as it is shown."),
    );
  }
  return { [made]: true, environment: name, tenantCode, validUntil: clock.now() + VALID_MS };
}

/**
 * Production is read-only until a person types the code of the tenant that the write concerns.
 * Error: `production-read-only`.
 */
export function requireConfirmation(
  { name, isProduction }: Pick<Environment, "name" | "isProduction">,
  tenantCode: string,
  confirmation: Confirmation | undefined,
  clock: Clock = systemClock,
): void {
  if (!isProduction) return;
  const isConfirmed =
    confirmation !== undefined &&
    confirmation.environment === name &&
    confirmation.tenantCode === tenantCode &&
    confirmation.validUntil > clock.now();
  if (isConfirmed) return;
  throw new ExpectedError(
    "production-read-only",
    l10n.t("{0} is a production environment and read-only", name),
    l10n.t("Confirm with the tenant's code to write once: {0}", tenantCode),
  );
}
