import type { Logger } from "../../common/logger";
import { ExpectedError, messageOf } from "../../common/errors";
import { Signal } from "../../common/signal";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment, TenantTarget } from "../../targets/environment";

/** Maximum number in one request. */
const MAX_PAGE = 5_000;

/** The loaded pages of tenants. Loads when shown, when the environment changes, and on request. */
export class TenantPages {
  readonly changed = new Signal();
  /** The current environment; undefined if the local stack does not run. */
  readonly #current: () => Promise<Environment | undefined>;
  readonly #pageSize: () => number;
  readonly #log: Logger;
  #tenants: readonly TenantSummary[] = [];
  #total = 0;
  #loadedFrom: Environment | undefined;
  /**
   * Loads run one after the other, including the look at the environment. A first load that ran beside a later page's
   * would drop that page.
   */
  #loading = Promise.resolve();

  constructor(current: () => Promise<Environment | undefined>, pageSize: () => number, log: Logger) {
    this.#current = current;
    this.#pageSize = pageSize;
    this.#log = log;
  }

  get loaded(): { total: number; tenants: readonly TenantSummary[] } {
    return { total: this.#total, tenants: this.#tenants };
  }

  /** Loads the first page of a new environment; does nothing if it was already requested. */
  follow(): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#loadedFrom;
      const environment = await this.#now();
      if (environment && environment !== before) await this.#load(environment, [], this.#pageSize());
    });
  }

  /** Reloads what is loaded. */
  reload(): Promise<void> {
    return this.#inTurn(async () => {
      const environment = await this.#now();
      const limit = Math.max(this.#tenants.length, this.#pageSize());
      if (environment) await this.#load(environment, [], limit);
    });
  }

  /** Loads the next page. */
  more(): Promise<void> {
    return this.#inTurn(async () => {
      const environment = await this.#now();
      if (environment) await this.#load(environment, this.#tenants, this.#pageSize());
    });
  }

  #inTurn(load: () => Promise<void>): Promise<void> {
    return (this.#loading = this.#loading
      .then(load)
      .catch((error: unknown) => this.#log.warning(`[views] tenants: ${messageOf(error)}`)));
  }

  /** Loads the page that follows `before`. */
  async #load(environment: Environment, before: readonly TenantSummary[], limit: number): Promise<void> {
    const { tenants: target, tenantCode } = environment;
    if (!target) return;
    const { total, tenants } = await pageOf(target, tenantCode, before, Math.min(limit, MAX_PAGE));
    this.#set(total, [...before, ...tenants]);
  }

  /** The current environment. Drops the tenants of any other. */
  async #now(): Promise<Environment | undefined> {
    // The layers report an environment that cannot be opened.
    const environment = await this.#current().catch(() => undefined);
    if (environment !== this.#loadedFrom) {
      this.#loadedFrom = environment;
      this.#set(0, []);
    }
    return environment;
  }

  #set(total: number, tenants: readonly TenantSummary[]): void {
    this.#total = total;
    this.#tenants = tenants;
    this.changed.fire();
  }
}

/** Without a list (HTTP knows one tenant), the environment's own. */
async function pageOf(target: TenantTarget, ownCode: string, before: readonly TenantSummary[], limit: number) {
  try {
    return await target.tenants(before.at(-1)?.id ?? 0, limit);
  } catch (error) {
    if (!ExpectedError.is(error, "not-offered")) throw error;
    return { total: 1, tenants: before.length > 0 ? [] : [await target.tenant(ownCode)] };
  }
}
