import type { LogGroup } from "./logGroup";

/**
 * Calls back whenever AWS pushes lines of the group, and returns at once. It does not use the lines themselves: Live
 * Tail has no event ids, samples above 500 lines a second, and ends after three hours, so alone it would lose or repeat
 * lines. It only signals that reading is worthwhile.
 *
 * If Live Tail is unavailable (denied, not offered at this endpoint, too many sessions), it stops calling back: the
 * tail keeps polling and meets any error itself.
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
      // The three hours are over.
      if ((error as Error).name !== "SessionTimeoutException") throw error;
    }
  }
}
