import type { TenantPages } from "../../window/environments/tenantPages";
import type { CommandMap } from "../../host/commandIds";

export const getTenantCommands = (pages: TenantPages): CommandMap => ({
  /** How many are shown then, and how many there are. */
  "messaging.tenant.loadMore": async () => {
    await pages.more();
    const { total, tenants } = pages.loaded;
    return { shown: tenants.length, total };
  },
});
