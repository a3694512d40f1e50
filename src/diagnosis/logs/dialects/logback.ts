import { timeOf, wallOf } from "../lineTimes";
import type { Header } from "./dialect";
import { levelOf } from "./levels";

/** Spring Boot, whose time a carrier may have taken: `2026-11-27T15:00:12.084+09:00 ERROR 1 --- [app] [thread] c.h.Sender   : …` */
const SPRING =
  /^(?:(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)[.,](\d{1,9})(Z|[+-]\d\d:\d\d)?)?\s{0,4}([A-Z]{4,8}) \d+ --- (?:\[[^\]]{0,80}\] ?){1,3}(\S{1,120})\s*: /;

export const logback: Header = (text) => {
  const found = text.includes(" --- [") ? SPRING.exec(text) : null;
  if (!found) return undefined;
  const [all, day = "", clock = "", fraction, zone, level, logger] = found;
  return {
    time: day ? timeOf(wallOf(day, clock, fraction), zone) : {},
    level: levelOf(level),
    logger,
    texts: [text.slice(all.length)],
    headered: true,
  };
};
