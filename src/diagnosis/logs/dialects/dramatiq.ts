import { timeOf, wallOf } from "../lineTimes";
import type { Header } from "./dialect";
import { levelOf } from "./levels";

/** `[2026-11-27 15:00:07,881] [PID 22] [Thread-4] [dramatiq.worker.ConsumerThread(sms)] [CRITICAL] …` */
const DRAMATIQ =
  /^\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)[,.](\d{3})\] \[PID \d+\] \[[^\]]{1,60}\] \[([^\]]{1,80})\] \[([A-Z]+)\] /;

export const dramatiq: Header = (text) => {
  const found = text.startsWith("[") ? DRAMATIQ.exec(text) : null;
  if (!found) return undefined;
  const [all, day = "", clock = "", fraction, logger, level] = found;
  return {
    time: timeOf(wallOf(day, clock, fraction), undefined),
    level: levelOf(level),
    logger,
    texts: [text.slice(all.length)],
    headered: true,
  };
};
