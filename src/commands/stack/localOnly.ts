import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { SelectedEnvironment } from "../../window/environments/selectedEnvironment";

/** Error: `local-only` if an environment other than the local stack is selected. */
export function requireLocal({ isLocal, name }: SelectedEnvironment): void {
  if (isLocal) return;
  throw new ExpectedError(
    "local-only",
    l10n.t("This belongs to the local stack, and {0} is selected", name),
    l10n.t("Select the local stack first."),
  );
}
