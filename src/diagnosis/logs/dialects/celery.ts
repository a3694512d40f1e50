import { timeOf, wallOf } from "../lineTimes";
import type { Header } from "./dialect";
import { levelOf } from "./levels";
import { readPieces } from "./pieces";

/** `[2026-11-27 15:00:39,237: ERROR/MainProcess] consumer: …` */
const CELERY = /^\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)[,.](\d{3}): ([A-Z]+)\/([\w-]+)\] /;

/** Celery reports a failed attempt that it will repeat as information. */
const FAILED_ATTEMPT = /^Task \S{1,300} retry: Retry in .{1,40}: \w/;

/** Celery's own format. It wraps what a task prints at WARNING, with the header of the task's own logger. */
export const celery: Header = (text) => {
  const found = text.startsWith("[") ? CELERY.exec(text) : null;
  if (!found) return undefined;
  const [all, day = "", clock = "", fraction, level, process] = found;
  const message = text.slice(all.length);
  const inner = readPieces(message);
  const isPrinted = inner.headered && inner.level !== undefined;
  return {
    time: { ...timeOf(wallOf(day, clock, fraction), undefined), ...(isPrinted ? inner.time : {}) },
    level: isPrinted ? inner.level : FAILED_ATTEMPT.test(message) ? "ERROR" : levelOf(level),
    logger: (isPrinted ? inner.logger : undefined) ?? `celery ${process ?? ""}`,
    texts: isPrinted ? inner.texts : [message],
    headered: true,
  };
};
