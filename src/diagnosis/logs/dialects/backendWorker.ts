import { timeOf, wallOf } from "../lineTimes";
import type { Header } from "./dialect";
import { levelOf } from "./levels";

/**
 * The backend's worker: `2026-03-05 10:00:00,123 [INFO] [MESSAGING-WORKER] `. Our worker adds the offset: `…,123+0900
 * [INFO] …`.
 */
const WORKER = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)? \[([A-Z]+)\] \[([\w-]+)\] /;

export const backendWorker: Header = (text) => {
  const found = text.startsWith("20") ? WORKER.exec(text) : null;
  const level = levelOf(found?.[5]);
  if (!found || !level) return undefined;
  const [all, day = "", clock = "", fraction, zone, , logger = ""] = found;
  const inside = text.slice(all.length);
  // `[AI] …` without a logger name before it is part of the message.
  const isLogger = logger.endsWith("WORKER");
  return {
    time: timeOf(wallOf(day, clock, fraction), zone),
    level,
    logger,
    texts: isLogger ? [inside] : [inside, `[${logger}] ${inside}`],
    headered: true,
  };
};
