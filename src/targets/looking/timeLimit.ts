/** Whether the limit was reached; any other error comes from the work. */
export const isTimeUp = (error: unknown): boolean => error instanceof DOMException && error.name === "TimeoutError";

/**
 * Runs `work` until the caller's signal or the limit ends it. `work` gets a combined signal; work that ignores it (an
 * AWS credential provider waiting for a process) is abandoned, not awaited.
 *
 * Throws the signal's reason: the caller's, or a DOMException named TimeoutError.
 */
export async function withinLimit<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(ms);
  const ended = signal ? AbortSignal.any([signal, limit]) : limit;
  ended.throwIfAborted();
  let giveUp: (() => void) | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(ended.reason as Error);
    ended.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([work(ended), late]);
  } finally {
    if (giveUp) ended.removeEventListener("abort", giveUp);
  }
}
