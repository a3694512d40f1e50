import { timeOf, wallOf } from "../../lineTimes";
import type { Header } from "../dialect";
import { levelOf } from "../levels";

/** Ruby's Logger: `E, [2026-11-27T15:00:22.118492 #1] ERROR -- worker: …` */
const LOGGER =
  /^(?:\[-{1,8}\] )?[DIWEFA], \[(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\s+#\d+(?::\w+)?\]\s+([A-Z]+) -- ([\w.: -]{0,60}?): ?/;
/** Sidekiq, whose time a carrier may have taken: `2026-11-27T06:00:17.118Z pid=21 tid=gqz class=Sender jid=8a1c elapsed=0.412 INFO: …` */
const SIDEKIQ =
  /^(?:(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z) )?(?:(?:\d+ TID-\S+ )?pid=\d+ tid=\S+ (?:[\w.]{1,20}=\S{1,200} ){0,8}|\d+ TID-\S+ (?:[\w:]+ )?(?:JID-\w+ )?)([A-Z]+): /;

const FRAME = /^\S{1,300}\.rb:\d+:in /;

export const ruby: Header = (text) => {
  const logger = LOGGER.exec(text);
  if (logger) {
    const [all, day = "", clock = "", fraction, level, program] = logger;
    return {
      time: timeOf(wallOf(day, clock, fraction), undefined),
      level: levelOf(level),
      ...(program && { logger: program }),
      texts: [text.slice(all.length)],
      headered: true,
    };
  }
  const sidekiq = /^(?:20|pid=|\d+ TID-)/.test(text) ? SIDEKIQ.exec(text) : null;
  if (!sidekiq) return undefined;
  const [all, day = "", clock = "", fraction, zone, level] = sidekiq;
  const message = text.slice(all.length);
  // Sidekiq logs each frame of a stack as a line of its own.
  if (FRAME.test(message)) return { time: {}, texts: [`  ${message}`], headered: false };
  return {
    time: day ? timeOf(wallOf(day, clock, fraction), zone) : {},
    level: levelOf(level),
    texts: [message],
    headered: true,
  };
};
