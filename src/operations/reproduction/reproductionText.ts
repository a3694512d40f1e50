import * as l10n from "@vscode/l10n";
import { layerTitle } from "../../runtime/message/layerLines";
import type { Reproduction } from "./reproduce";

/** The result in one sentence. */
export function reproducedText({ local, isSame }: Pick<Reproduction, "local" | "isSame">): string {
  if (!local) return l10n.t("Nothing was run: the local stack cannot set up this cause.");
  if (isSame === undefined) return l10n.t("It ran on the local stack, but one of the two causes is not known.");
  return isSame ? l10n.t("The same cause on the local stack.") : l10n.t("Another cause on the local stack.");
}

/** "Worker · The worker does not run (worker.not-running)" */
export function reproducedCauseText({ layer, cause, title, outcome }: Reproduction["original"]): string {
  if (outcome === "ok") return l10n.t("reached Solapi");
  if (outcome === "unknown") return l10n.t("not known");
  return [layer && layerTitle[layer], title === cause ? cause : `${title} (${cause})`].filter(Boolean).join(" · ");
}
