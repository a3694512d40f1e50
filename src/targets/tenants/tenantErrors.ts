import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";

/** Errors shared by every access to the tenant data. */
export const tenantNotFound = (code: string) =>
  new ExpectedError(
    "tenant-not-found",
    l10n.t("There is no tenant with this code: {0}", code),
    l10n.t("Check the tenant code of this environment."),
  );

export const senderChanged = (code: string, cause?: unknown) =>
  new ExpectedError(
    "sender-changed",
    l10n.t("Somebody else changed the sender of tenant: {0}", code),
    l10n.t("Look at the value there is now, then try again."),
    { cause },
  );

/** `why`: the message of the field's validator. */
export const invalidSender = (why: string, cause?: unknown) =>
  new ExpectedError(
    "invalid-sender",
    l10n.t("The backend rejected this sender: {0}", why),
    l10n.t("Enter digits only, for example 0212345678."),
    { cause },
  );

export const nothingToUndo = () =>
  new ExpectedError(
    "nothing-to-undo",
    l10n.t("No sender fix can be undone"),
    l10n.t("Inspect the sender, then set the right number."),
  );
