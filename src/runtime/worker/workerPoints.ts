import { STACKS_WORKER } from "../holds/holdMessages";
import type { HoldArrival, HoldDeparture } from "../holds/holdMessages";
import type { HoldPoint } from "../holds/holdPoint";

/** Where the worker's parts ask whether a debugger holds a message. */
export interface PointAsker {
  isArmed(point: HoldPoint): boolean;
  /** Resolves when the message may go on; at once if the point is not armed. */
  reach(arrival: Omit<HoldArrival, "participant" | "layer">): Promise<HoldDeparture>;
  /** Lets what follows a held message finish before a stop does. */
  follow(work: Promise<void>): void;
}

/** Of a worker that no stack started: no debugger can attach. */
export const noPoints: PointAsker = {
  isArmed: () => false,
  reach: () => Promise.resolve({ kind: "go" }),
  follow: () => undefined,
};

const GO: HoldDeparture = { kind: "go" };

/**
 * Asks the stack at each armed point, and waits for its answer.
 *
 *     asking ─departure─▶ gone on
 *        └─stop──────────▶ "stop": what was not asked of the provider goes back to the queue, the rest is finished
 */
export class WorkerPoints implements PointAsker {
  readonly #ask: (id: number, arrival: HoldArrival) => void;
  readonly #waiting = new Map<number, (departure: HoldDeparture) => void>();
  readonly #following = new Set<Promise<void>>();
  #armed: ReadonlySet<HoldPoint>;
  #ids = 0;

  /** `armed`: those of the stack when it started this process. */
  constructor(armed: readonly HoldPoint[], ask: (id: number, arrival: HoldArrival) => void) {
    this.#armed = new Set(armed);
    this.#ask = ask;
  }

  isArmed(point: HoldPoint): boolean {
    return this.#armed.has(point);
  }

  arm(points: readonly HoldPoint[]): void {
    this.#armed = new Set(points);
  }

  reach(arrival: Omit<HoldArrival, "participant" | "layer">): Promise<HoldDeparture> {
    if (!this.isArmed(arrival.point)) return Promise.resolve(GO);
    const layer = arrival.point.startsWith("provider") ? "provider" : "worker";
    return new Promise((resolve) => {
      const id = ++this.#ids;
      this.#waiting.set(id, resolve);
      this.#ask(id, { ...arrival, layer, participant: STACKS_WORKER });
    });
  }

  depart(id: number, departure: HoldDeparture): void {
    this.#waiting.get(id)?.(departure);
    this.#waiting.delete(id);
  }

  follow(work: Promise<void>): void {
    this.#following.add(work);
    void work.finally(() => this.#following.delete(work));
  }

  /** Asks no more and ends every wait; resolves when what followed is finished. */
  async stop(): Promise<void> {
    this.#armed = new Set();
    for (const resolve of this.#waiting.values()) resolve({ kind: "stop" });
    this.#waiting.clear();
    while (this.#following.size > 0) await Promise.all(this.#following);
  }
}
