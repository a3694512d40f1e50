import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import { toldBy } from "../version/versionProfile";
import type { SourceLocation, VersionProfile } from "../version/versionProfile";

/** Target of "Show where": the workspace line that reads SOLAPI_SENDER, or the sign of the version. */
export const whereOf = (error: unknown): SourceLocation | undefined =>
  ExpectedError.is(error, "sender-ignored") ? (error.cause as SourceLocation | undefined) : undefined;

/**
 * Error: `sender-ignored` if the backend does not read the field: setting it would look like a fix and change nothing.
 * Its `cause` is the place in the code, where known.
 */
export function requireSenderHonoured(version: VersionProfile | undefined): void {
  if (version?.facts?.sender !== "ignored") return;
  const where =
    version.senderSource ?? version.signs.find((sign) => sign.says === version.generation && sign.where)?.where;
  throw new ExpectedError(
    "sender-ignored",
    l10n.t(
      "This backend version ignores Tenant.messaging_sender (only SOLAPI_SENDER in the worker's environment counts).",
    ),
    l10n.t("Set SOLAPI_SENDER of the worker instead. Told by: {0}", toldBy(version)),
    { cause: where },
  );
}
