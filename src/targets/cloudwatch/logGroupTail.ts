import { setTimeout as delay } from "node:timers/promises";
import { ExpectedError } from "../../common/errors";
import type { TailEntry } from "../environment";
import { InterruptibleSleep } from "../looking/interruptibleSleep";
import { onLiveLines } from "./liveTail";
import type { LogGroup } from "./logGroup";
import { linesOfEvents } from "./cloudwatchLines";
import { INGESTION_WINDOW_MS, ShownEvents } from "./shownEvents";

export interface TailOptions {
  /** AWS bills Live Tail by the minute; without it the group is polled, which is free and some seconds slower. */
  liveTail: boolean;
  /** Milliseconds between two polls: the shortest while lines arrive, growing to the longest. */
  waits?: { shortest: number; longest: number };
}

/** AWS allows five to ten FilterLogEvents calls a second for the whole account. */
const WAITS = { shortest: 1_000, longest: 5_000 };

/** Most polls look back only this far; now and then one covers the whole window for late events. */
const LOOK_BACK_MS = 15_000;
const SWEEP_MS = 30_000;

/**
 * Follows a log group. States:
 *
 *     following ──no connection──▶ gone (gap "engine-gone") ──an answer──▶ following (gap "engine-back")
 *         │  ▲
 *         └──┘ throttled: waits longer, tells nothing
 *
 * Ends with the signal, or with an ExpectedError that a person must resolve (session expired, access denied, no such
 * group); the last position resumes it. Each poll reads the last seconds again (now and then minutes), and
 * `ShownEvents` drops what was shown: nothing at the edge of a page or poll is lost or repeated, and a late event is
 * shown late.
 */
export async function* tailLogGroup(
  group: LogGroup,
  position: string | undefined,
  signal: AbortSignal,
  { liveTail, waits = WAITS }: TailOptions,
): AsyncGenerator<TailEntry> {
  const shown = (position !== undefined && ShownEvents.parse(position)) || ShownEvents.since(Date.now());
  const pause = new InterruptibleSleep();
  if (liveTail) onLiveLines(group, pause.wake, signal);
  let seq = 0;
  let wait = waits.shortest;
  let sweptAt = -Infinity;
  let isGone = false;
  while (!signal.aborted) {
    const startedAt = Date.now();
    const isSweep = startedAt - sweptAt >= SWEEP_MS;
    const from = Math.max(shown.floor, shown.newest - (isSweep ? INGESTION_WINDOW_MS : LOOK_BACK_MS));
    const before = seq;
    try {
      for await (const events of group.pages(from, signal)) {
        if (isGone) yield { kind: "gap", at: Date.now(), reason: "engine-back" };
        isGone = false;
        for (const event of events)
          for (const [number, text] of linesOfEvents(event).entries()) {
            const { eventId = "", timestamp: at = startedAt } = event;
            if (shown.has(eventId, number)) continue;
            const positionOf = shown.add(eventId, number, at);
            yield lineEntry({ seq: ++seq, at, text }, positionOf);
            if (signal.aborted) return;
          }
      }
      if (isSweep) sweptAt = startedAt;
      shown.prune();
      wait = seq > before ? waits.shortest : Math.min(wait * 1.5, waits.longest);
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw error;
      wait = Math.min(wait * 2, waits.longest * 2);
      if (!isGone && error.reason === "aws-unreachable") {
        isGone = true;
        yield { kind: "gap", at: Date.now(), reason: "engine-gone" };
      }
    }
    // Keeps the minimum wait, so that a flood of live lines does not become a busy loop.
    await delay(waits.shortest, undefined, { signal }).catch(() => undefined);
    await pause.sleep(wait - waits.shortest, signal);
  }
}

const isPassing = (error: unknown): error is ExpectedError =>
  ExpectedError.is(error, "aws-unreachable") || ExpectedError.is(error, "aws-throttled");

/** Computes the position lazily (see ShownEvents.add). */
const lineEntry = (line: { seq: number; at: number; text: string }, positionOf: () => string): TailEntry => ({
  kind: "line",
  line,
  get position() {
    return positionOf();
  },
});
