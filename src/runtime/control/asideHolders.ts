import type { WorkerSupervisor } from "../stack/supervisor/workerSupervisor";

/**
 * Programs for which the stack's worker steps aside, such as a worker of the user's own. Each holds it for as long as its
 * connection lasts, so that a killed program leaves nothing behind:
 *
 *     present ─first holder─▶ aside ─last holder leaves─▶ present
 *
 * A worker that did not run before, or that somebody stops meanwhile, does not come back.
 */
export class AsideHolders {
  readonly #worker: Pick<WorkerSupervisor, "status" | "start" | "stop">;
  readonly #holders = new Set<number>();
  #nextId = 1;
  #comesBack = false;

  constructor(worker: Pick<WorkerSupervisor, "status" | "start" | "stop">) {
    this.#worker = worker;
  }

  get isHeld(): boolean {
    return this.#holders.size > 0;
  }

  /** Resolves with the holder's id once the worker has stopped. */
  async take(): Promise<number> {
    const id = this.#nextId++;
    const { state } = this.#worker.status;
    if (this.#holders.size === 0) this.#comesBack = state !== "stopped" && state !== "exited";
    this.#holders.add(id);
    await this.#worker.stop();
    return id;
  }

  /** Resolves when the worker is back, if this was its last holder. An id that has left does nothing. */
  async leave(id: number): Promise<void> {
    if (!this.#holders.delete(id) || this.#holders.size > 0 || !this.#comesBack) return;
    this.#comesBack = false;
    await this.#worker.start();
  }

  /** Somebody stopped the worker by hand: it stays so. */
  stopped(): void {
    this.#comesBack = false;
  }
}
