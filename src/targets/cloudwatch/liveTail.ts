import type { LogGroup } from "./logGroup";

/**
 * Calls back whenever AWS pushes lines of the group, and returns at once. The lines themselves are not taken from here:
 * Live Tail gives no event ids, shows a sample only above 500 lines a second, and ends after three hours, so with it
 * alone lines would be lost or doubled. It tells when reading pays.
 *
 * Where it may not be used (denied, not offered at this endpoint, too many sessions) nothing happens any more: the tail
 * polls on, and meets by itself whatever is wrong.
 */
export function onLiveLines(group: LogGroup, onLines: () => void, signal: AbortSignal): void {
  void follow(group, onLines, signal).catch(() => undefined);
}

async function follow(group: LogGroup, onLines: () => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      for await (const { sessionUpdate } of await group.liveTail(signal))
        if (sessionUpdate?.sessionResults?.length) onLines();
      return;
    } catch (error) {
      // Three hours are over.
      if ((error as Error).name !== "SessionTimeoutException") throw error;
    }
  }
}
