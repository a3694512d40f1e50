import { timeOf, wallOf } from "../lineTimes";
import type { Header } from "./dialect";
import { levelOf } from "./levels";

/** Rich's handler: `[11/27/26 15:00:11] WARNING  Refreshing token failed.      tokens.py:65` */
const RICH = /^\[(\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)\] ([A-Z]+)\s+/;
const FILE = /(?<!\s)\s{2,200}[\w./-]{1,80}\.py:\d+$/;

export const rich: Header = (text) => {
  const found = text.startsWith("[") ? RICH.exec(text) : null;
  const level = levelOf(found?.[5]);
  if (!found || !level) return undefined;
  const [all, month = "", day = "", year = "", clock = ""] = found;
  return {
    time: timeOf(wallOf(`20${year}-${month}-${day}`, clock, undefined), undefined),
    level,
    texts: [text.slice(all.length).replace(FILE, "")],
    headered: true,
  };
};
