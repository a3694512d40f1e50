import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { maskText } from "../../common/masking";
import { invalidSender, senderChanged, tenantNotFound } from "../tenants/tenantErrors";

/** Why an operation failed, as the helper reports it. */
export interface HelperFailure {
  kind: "no-tenant" | "no-model" | "changed" | "invalid" | "database" | "bug";
  message: string;
}

/** The helper answered with a refusal. */
export class HelperRefusal extends Error {
  constructor(readonly failure: HelperFailure) {
    super(`${failure.kind}: ${failure.message}`);
  }
}

/** The error for the user, about the tenant of this code. */
export function sentenceFor(error: HelperRefusal, code: string): ExpectedError {
  const { kind, message } = error.failure;
  const words = maskText(message);
  switch (kind) {
    case "no-tenant":
      return tenantNotFound(code);
    case "changed":
      return senderChanged(code, error);
    case "invalid":
      return invalidSender(words, error);
    case "no-model":
      return new ExpectedError(
        "model-not-found",
        l10n.t("This backend has no {0}", words),
        l10n.t("Check the folder and the settings module of this environment."),
        { cause: error },
      );
    case "database":
      return new ExpectedError(
        "database-error",
        l10n.t("The backend's database failed to execute it: {0}", words),
        l10n.t("Check that the database runs and that the backend's settings reach it."),
        { cause: error },
      );
    case "bug":
      return new ExpectedError(
        "helper-failed",
        l10n.t("The backend failed inside of the Django helper: {0}", words),
        checkBackend(),
        { cause: error },
      );
  }
}

export const helperNotStarted = (why: string, cause?: unknown) =>
  new ExpectedError("helper-not-started", l10n.t("The Django helper did not start: {0}", why), checkBackend(), {
    cause,
  });

export const helperGone = (why: string, cause?: unknown) =>
  new ExpectedError("helper-gone", l10n.t("The Django helper ended: {0}", why), lookFirst(), { cause });

export const helperTimeout = (operation: string, limitMs: number) =>
  new ExpectedError(
    "helper-timeout",
    l10n.t("The Django helper did not answer within {0} seconds: {1}", limitMs / 1_000, operation),
    lookFirst(),
  );

const checkBackend = () =>
  l10n.t("Run `manage.py check` in the backend's folder with the interpreter and settings of this environment.");

const lookFirst = () => l10n.t("It starts again with the next request. After a change, look at the value first.");
