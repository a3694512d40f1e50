import type { Logger } from "../common/logger";
import { ExpectedError, messageOf } from "../common/errors";
import type { TenantSummary } from "../runtime/stackContract";
import type { Environment, TenantTarget } from "../targets/environment";
import type { LiveLayers } from "./liveLayers";
import { Signal } from "../common/signal";
import { tenantNodes } from "./tenantsTree";
import { NodeTreeView } from "./treeView";

/** So many at most in one request. */
const MAX_PAGE = 5_000;

/** The pages of tenants that were loaded. Loads when shown, when the environment is another, and when told. */
export class TenantPages {
  readonly changed = new Signal();
  /** The environment as it is now; undefined where the local stack does not run. */
  readonly #current: () => Promise<Environment | undefined>;
  readonly #pageSize: () => number;
  readonly #log: Logger;
  #tenants: TenantSummary[] = [];
  #total = 0;
  #loadedFrom: Environment | undefined;
  /** One load after the other: each begins where the one before has ended. */
  #loading = Promise.resolve();

  constructor(current: () => Promise<Environment | undefined>, pageSize: () => number, log: Logger) {
    this.#current = current;
    this.#pageSize = pageSize;
    this.#log = log;
  }

  get loaded(): { total: number; tenants: readonly TenantSummary[] } {
    return { total: this.#total, tenants: this.#tenants };
  }

  /** The first page of an environment that is new; nothing for one that was asked already. */
  async follow(): Promise<void> {
    const environment = await this.#now();
    if (environment === this.#loadedFrom) return;
    this.#loadedFrom = environment;
    this.#set(0, []);
    if (environment) await this.reload(this.#pageSize());
  }

  /** Fetches again what is loaded. */
  reload(atLeast = Math.max(this.#tenants.length, this.#pageSize())): Promise<void> {
    return this.#inTurn(() => this.#load([], atLeast));
  }

  more(): Promise<void> {
    return this.#inTurn(() => this.#load(this.#tenants, this.#pageSize()));
  }

  #inTurn(load: () => Promise<void>): Promise<void> {
    return (this.#loading = this.#loading
      .then(load)
      .catch((error: unknown) => this.#log.warning(`[views] tenants: ${messageOf(error)}`)));
  }

  /** The page that comes after `before`. */
  async #load(before: readonly TenantSummary[], limit: number): Promise<void> {
    const target = (await this.#now())?.tenants;
    if (!target) return;
    const { total, tenants } = await pageOf(target, before.at(-1)?.id ?? 0, Math.min(limit, MAX_PAGE));
    this.#set(total, [...before, ...tenants]);
  }

  /** One that cannot be had is told of by the layers. */
  async #now(): Promise<Environment | undefined> {
    try {
      return await this.#current();
    } catch {
      return undefined;
    }
  }

  #set(total: number, tenants: TenantSummary[]): void {
    this.#total = total;
    this.#tenants = tenants;
    this.changed.fire();
  }
}

/** Where there is no list (HTTP knows one tenant), none is shown: the data layer shows the one there is. */
async function pageOf(tenants: TenantTarget, afterId: number, limit: number) {
  try {
    return await tenants.tenants(afterId, limit);
  } catch (error) {
    if (ExpectedError.is(error, "not-offered")) return { total: 0, tenants: [] };
    throw error;
  }
}

export const createTenantsView = (layers: LiveLayers, pages: TenantPages): NodeTreeView =>
  new NodeTreeView("messaging.tenants", {
    nodes: () => tenantNodes(pages.loaded),
    shown: (redraw) => {
      const parts = [
        pages.changed.subscribe(redraw),
        layers.changed.subscribe(() => void pages.follow()),
        layers.watch(),
      ];
      void pages.follow();
      return { dispose: () => parts.forEach((part) => void part.dispose()) };
    },
  });
