import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";

/** What was filled in for one environment is not sent to another. `now`: the selected one's name. */
export function requireSameEnvironment(asked: string, now: string): void {
  if (asked === now) return;
  throw new ExpectedError(
    "environment-changed",
    l10n.t("Nothing was sent: the environment changed from {0} to {1}", asked, now),
    l10n.t("Select the environment you mean, then send again."),
  );
}
