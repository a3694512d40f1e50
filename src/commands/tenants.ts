import type { TenantPages } from "../views/tenantPages";
import type { CommandMap } from "./ids";

export const getTenantCommands = (pages: TenantPages): CommandMap => ({
  /** How many are shown then, and how many there are. */
  "messaging.tenant.loadMore": async () => {
    await pages.more();
    const { total, tenants } = pages.loaded;
    return { shown: tenants.length, total };
  },
});
