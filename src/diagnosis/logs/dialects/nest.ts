import { timeOf, wallOf } from "../lineTimes";
import type { Header } from "./dialect";
import { levelOf } from "./levels";

/** `[Nest] 18  - 11/27/2026, 3:00:11 PM   ERROR [SmsConsumer] …` */
const NEST =
  /^\[Nest\] \d+\s+-\s+(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2}):(\d\d):(\d\d)(?: ([AP]M))?\s+([A-Z]+)\s+(?:\[([^\]]{1,80})\] )?/;

export const nest: Header = (text) => {
  const found = text.startsWith("[Nest]") ? NEST.exec(text) : null;
  if (!found) return undefined;
  const [all, month = "", day = "", year = "", hour, minute = "", second = "", half, level, logger] = found;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "PM" ? 12 : 0);
  const two = (value: string | number) => String(value).padStart(2, "0");
  const wall = wallOf(`${year}-${two(month)}-${two(day)}`, `${two(hours)}:${minute}:${second}`, undefined);
  return {
    time: timeOf(wall, undefined),
    level: levelOf(level),
    logger,
    texts: [text.slice(all.length)],
    headered: true,
  };
};
