import * as l10n from "@vscode/l10n";
import { zonedTime } from "../../common/zonedTime";
import type { Change } from "./causeBeginning";

/** "Before it began: sender was 0212345678, then 01099998888; 18:00:04 the worker started" */
export function changesText(changed: readonly Change[] | undefined): string {
  if (!changed) return l10n.t("What changed is unknown: no earlier message was sent");
  if (changed.length === 0) return l10n.t("Nothing is known to have changed before it began");
  const told = changed.map(({ what, at }) => (at === undefined ? what : `${zonedTime(at)} ${what}`));
  return l10n.t("What changed before it began: {0}", told.join("; "));
}
