import type { Logger } from "../../common/logger";
import { ExpectedError, messageOf } from "../../common/errors";
import { Signal } from "../../common/signal";
import type { TenantSummary } from "../../runtime/control/stackContract";
import type { Environment, TenantTarget } from "../../targets/environment";

/** So many at most in one request. */
const MAX_PAGE = 5_000;

/** The pages of tenants that were loaded. Loads when shown, when the environment is another, and when told. */
export class TenantPages {
  readonly changed = new Signal();
  /** The environment as it is now; undefined where the local stack does not run. */
  readonly #current: () => Promise<Environment | undefined>;
  readonly #pageSize: () => number;
  readonly #log: Logger;
  #tenants: readonly TenantSummary[] = [];
  #total = 0;
  #loadedFrom: Environment | undefined;
  /**
   * One after the other, also looking at the environment: each begins where the one before has ended. A first load
   * that came beside a later page's took that page away again.
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

  /** The first page of an environment that is new; nothing for one that was asked already. */
  follow(): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#loadedFrom;
      const environment = await this.#now();
      if (environment && environment !== before) await this.#load(environment, [], this.#pageSize());
    });
  }

  /** Fetches again what is loaded. */
  reload(): Promise<void> {
    return this.#inTurn(async () => {
      const environment = await this.#now();
      const limit = Math.max(this.#tenants.length, this.#pageSize());
      if (environment) await this.#load(environment, [], limit);
    });
  }

  /** The next page. */
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

  /** The page that comes after `before`. */
  async #load({ tenants: target }: Environment, before: readonly TenantSummary[], limit: number): Promise<void> {
    if (!target) return;
    const { total, tenants } = await pageOf(target, before.at(-1)?.id ?? 0, Math.min(limit, MAX_PAGE));
    this.#set(total, [...before, ...tenants]);
  }

  /** Another environment's tenants are none of this one's. */
  async #now(): Promise<Environment | undefined> {
    // One that cannot be had is told of by the layers.
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

/** Where there is no list (HTTP knows one tenant), none is shown: the data layer shows the one there is. */
async function pageOf(tenants: TenantTarget, afterId: number, limit: number) {
  try {
    return await tenants.tenants(afterId, limit);
  } catch (error) {
    if (ExpectedError.is(error, "not-offered")) return { total: 0, tenants: [] };
    throw error;
  }
}
