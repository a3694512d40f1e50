import type { TenantPages } from "../views/tenantsView";
import type { CommandMap } from "./ids";

export const getTenantCommands = (pages: TenantPages): CommandMap => ({
  "messaging.tenant.loadMore": () => pages.more(),
});
