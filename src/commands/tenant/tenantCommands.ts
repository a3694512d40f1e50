import type { TenantPages } from "../../window/environments/tenantPages";
import type { CommandMap } from "../../host/commandIds";

export const getTenantCommands = (pages: TenantPages): CommandMap => ({
  /** Returns how many are shown afterwards, and how many there are. */
  "messaging.tenant.loadMore": async () => {
    await pages.more();
    const { total, tenants } = pages.loaded;
    return { shown: tenants.length, total };
  },
});
