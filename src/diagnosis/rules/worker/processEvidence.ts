import type { Facts } from "../../facts";
import { type Line, clip, excerptAt } from "../../logLines";
import { soundsBad } from "../../logs/complaints";
import { tells, toldIn } from "../../signs";
import type { Values } from "../../texts/text";

export const isDown = ({ process }: Facts) =>
  process.state !== undefined && process.state !== "running" && process.state !== "paused";
export const isWorking = ({ handled, accepted }: Facts) => handled.length > 0 || accepted !== undefined;

export function processValues(facts: Facts): Values {
  const { process, queue, worker, workerBefore, waitedSeconds } = facts;
  const lines = [...workerBefore, ...(worker ?? [])].filter(({ text }) => text.trim());
  const bad = lines.findLast(({ record }) => soundsBad(record));
  // A pasted description of a container ends with whatever its last field is.
  const isPasted = process.source === "worker.logs";
  const last = isPasted ? undefined : (bad ?? lines.at(-1));
  return {
    container: process.name,
    state: process.said,
    exitCode: process.exitCode,
    restarts: process.restarts,
    health: process.health,
    waiting: queue.visible || undefined,
    last: last && clip(last.text, 120),
    waited: waitedSeconds,
    oom: process.isOomKilled === undefined ? undefined : String(process.isOomKilled),
  };
}

export const containerEvidence = ({ process }: Facts) =>
  excerptAt(
    process.source,
    [
      `state=${process.said ?? "?"}`,
      process.exitCode !== undefined && `exitCode=${process.exitCode}`,
      process.isOomKilled && "oomKilled=true",
      process.restarts !== undefined && `restartCount=${process.restarts}`,
    ]
      .filter(Boolean)
      .join(", "),
  );

/** Lines that may explain why the worker is down: those since the send and, if it is down, also those from before. */
export function lastWords(facts: Facts): Line[] {
  const { worker = [], workerBefore } = facts;
  if (!isDown(facts)) return worker;
  const start = workerBefore.findLastIndex((line) => tells(line, "worker-begun"));
  return [...workerBefore.slice(Math.max(0, start)), ...worker];
}

/** The log was read and says nothing yet. A more specific cause may still come. */
export const hasNoWords = (facts: Facts) => facts.worker !== undefined && lastWords(facts).length === 0;

/** Whether the worker started again after a line. */
export const isRestarted = ({ worker }: Facts, after: Line) =>
  toldIn(worker, "worker-begun").some(({ line }) => line.line > after.line);
