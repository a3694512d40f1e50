import * as l10n from "@vscode/l10n";
import type { TenantSummary } from "../../runtime/control/stackContract";

/** "not active · 새싹수학 · 0212345678": what hinders a send comes first, because a narrow list cuts off the end. */
export const tenantText = ({ name, messagingSender, isActive }: TenantSummary): string =>
  [isActive === false ? l10n.t("not active") : "", name, messagingSender || l10n.t("(empty)")]
    .filter(Boolean)
    .join(" · ");
