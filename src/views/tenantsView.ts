import type { Logger } from "../common/logger";
import { messageOf } from "../common/errors";
import type { StackClient, TenantSummary } from "../runtime/stackClient";
import type { LiveStack } from "./liveStack";
import { Signal } from "../common/signal";
import { tenantNodes } from "./tenantsTree";
import { NodeTreeView } from "./treeView";

/** The pages of tenants that were loaded. Loads when shown, when the stack changes, and when told. */
export class TenantPages {
  readonly changed = new Signal();
  readonly #stack: LiveStack;
  readonly #pageSize: () => number;
  readonly #log: Logger;
  #tenants: TenantSummary[] = [];
  #total = 0;
  #loadedFrom: StackClient | undefined;
  #loading: Promise<void> | undefined;

  constructor(stack: LiveStack, pageSize: () => number, log: Logger) {
    this.#stack = stack;
    this.#pageSize = pageSize;
    this.#log = log;
  }

  get loaded(): { total: number; tenants: readonly TenantSummary[] } {
    return { total: this.#total, tenants: this.#tenants };
  }

  /** The first page of a stack that is new; nothing for one that was asked already. */
  follow(): Promise<void> {
    const { client } = this.#stack;
    if (client === this.#loadedFrom) return Promise.resolve();
    this.#loadedFrom = client;
    if (client) return this.reload(this.#pageSize());
    this.#set(0, []);
    return Promise.resolve();
  }

  /** Fetches again what is loaded. */
  reload(atLeast = Math.max(this.#tenants.length, this.#pageSize())): Promise<void> {
    return this.#load(0, atLeast);
  }

  more(): Promise<void> {
    return this.#load(this.#tenants.at(-1)?.id ?? 0, this.#pageSize());
  }

  async #load(afterId: number, limit: number): Promise<void> {
    await this.#loading;
    const { client } = this.#stack;
    if (!client) return;
    this.#loading = client.tenants(afterId, Math.min(limit, 5000)).then(
      ({ total, tenants }) => this.#set(total, afterId === 0 ? tenants : [...this.#tenants, ...tenants]),
      (error: unknown) => this.#log.warning(`[views] tenants: ${messageOf(error)}`),
    );
    await this.#loading;
  }

  #set(total: number, tenants: TenantSummary[]): void {
    this.#total = total;
    this.#tenants = tenants;
    this.changed.fire();
  }
}

export const createTenantsView = (stack: LiveStack, pages: TenantPages): NodeTreeView =>
  new NodeTreeView("messaging.tenants", {
    nodes: () => tenantNodes(pages.loaded),
    shown: (redraw) => {
      const parts = [
        pages.changed.subscribe(redraw),
        stack.changed.subscribe(() => void pages.follow()),
        stack.watch(),
      ];
      void pages.follow();
      return { dispose: () => parts.forEach((part) => void part.dispose()) };
    },
  });
