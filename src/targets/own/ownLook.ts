import type { ApiTarget, WorkerTarget } from "../environment";
import type { OwnAccess, OwnPlaces } from "./ownAccess";

/** How long an answer is good for: each look is a request to AWS and to Solapi. */
const FRESH_MS = 30_000;

/** Looks with a process's own keys, at most every half minute for each of its runs. */
export class OwnLook {
  readonly #target: Pick<ApiTarget | WorkerTarget, "ownAccess">;
  readonly #places: OwnPlaces;
  #last: { run: string; at: number; access: OwnAccess } | undefined;

  constructor(target: Pick<ApiTarget | WorkerTarget, "ownAccess">, places: OwnPlaces) {
    this.#target = target;
    this.#places = places;
  }

  /**
   * `run`: identifies the process's run, such as its start time. Undefined if the variables cannot be read, which says
   * nothing about the process.
   */
  async look(run: string, signal: AbortSignal): Promise<OwnAccess | undefined> {
    const { ownAccess } = this.#target;
    if (!ownAccess) return undefined;
    if (this.#last?.run === run && Date.now() - this.#last.at < FRESH_MS) return this.#last.access;
    try {
      const access = await ownAccess.call(this.#target, this.#places, signal);
      this.#last = { run, at: Date.now(), access };
      return access;
    } catch {
      signal.throwIfAborted();
      this.#last = undefined;
      return undefined;
    }
  }
}
