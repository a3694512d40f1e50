import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../common/errors";
import type { Environment, TenantTarget } from "../../targets/environment";

/** Error: `not-offered` if the environment's settings have no tenant data. */
export function tenantData({ tenants, name }: Environment): TenantTarget {
  if (tenants) return tenants;
  throw new ExpectedError(
    "not-offered",
    l10n.t("{0} has no tenant data in its settings", name),
    l10n.t("Add tenantData to it: django, http or sql."),
  );
}
