import type { Disposable } from "../../common/disposable";
import { ExpectedError } from "../../common/errors";
import type { SpawnedProcess } from "../docker/containerProcess";
import { HelperSession } from "./helperSession";
import type { HelperInfo } from "./helperSession";

/** Writes are never repeated: one may have taken effect before the helper ended. */
const WRITES: readonly string[] = ["setSender"];

/**
 * Keeps the helper alive: the first request starts it, and the next one after its end restarts it. A read that was
 * pending at its end is repeated once; a write fails with `helper-gone`.
 */
export class DjangoHelper implements Disposable {
  readonly #start: () => Promise<SpawnedProcess>;
  readonly #answerWithinMs: number;
  /** Shared by requests that arrive while it starts. */
  #session: Promise<HelperSession> | undefined;
  #isDisposed = false;
  /** From the newest start. */
  info: HelperInfo | undefined;

  constructor(start: () => Promise<SpawnedProcess>, answerWithinMs: number) {
    this.#start = start;
    this.#answerWithinMs = answerWithinMs;
  }

  /**
   * Values in `request` travel as JSON on standard input, then as the ORM's parameters.
   * @throws HelperRefusal; ExpectedError `helper-not-started`, `helper-gone`, `helper-timeout`; the signal's reason
   */
  async call(request: { operation: string } & Record<string, unknown>, signal?: AbortSignal): Promise<unknown> {
    try {
      return await this.#callOnce(request, signal);
    } catch (error) {
      const mayRepeat = ExpectedError.is(error, "helper-gone") && !WRITES.includes(request.operation);
      if (!mayRepeat || this.#isDisposed) throw error;
      return this.#callOnce(request, signal);
    }
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    const session = await this.#session?.catch(() => undefined);
    await session?.end();
  }

  async #callOnce(request: { operation: string } & Record<string, unknown>, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    if (this.#isDisposed) throw new Error("the Django helper is asked after its end");
    this.#session ??= this.#open();
    const session = await abortable(this.#session, signal);
    this.info = await abortable(session.ready, signal);
    return session.call(request, signal);
  }

  async #open(): Promise<HelperSession> {
    try {
      const session = new HelperSession(await this.#start(), this.#answerWithinMs);
      void session.ended.then(() => (this.#session = undefined));
      return session;
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
  }
}

/** Aborting leaves the start running for the next request. */
function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
