import { timeOf, wallOf } from "../../lineTimes";
import type { Header } from "../dialect";
import { levelOf } from "../levels";

/** .NET's console: `fail: Academy.Worker[0]`, with the message on the lines below, indented. */
const CONSOLE = /^(trce|dbug|info|warn|fail|crit): ([\w.+`]{1,200})\[\d+\]$/;
const levels: Record<string, string> = { trce: "DEBUG", dbug: "DEBUG", info: "INFO", warn: "WARN", fail: "ERROR" };
/** Serilog: `[15:00:31 WRN] …` and `15:00:31 [WRN] …` */
const SERILOG =
  /^\[?(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d(?:\.\d{1,7})?\]? \[?(VRB|DBG|INF|WRN|ERR|FTL)\] (?:([\w.]{1,120}): )?/;
const short: Record<string, string> = {
  VRB: "DEBUG",
  DBG: "DEBUG",
  INF: "INFO",
  WRN: "WARN",
  ERR: "ERROR",
  FTL: "FATAL",
};
/** NLog: `2026-11-27 15:00:40.0814|148|Fatal|Academy.Receiver|…` */
const NLOG = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\|(?:\d+\|)?([A-Za-z]{4,8})\|([\w.+`]{1,200})\|/;

export const dotnet: Header = (text) => {
  const console = CONSOLE.exec(text);
  if (console) {
    const [, level = "", logger] = console;
    return { time: {}, level: levelOf(levels[level] ?? "FATAL"), logger, texts: [""], headered: true };
  }
  const nlog = text.startsWith("20") ? NLOG.exec(text) : null;
  if (nlog) {
    const [all, day = "", clock = "", fraction, level, logger] = nlog;
    const time = timeOf(wallOf(day, clock, fraction), undefined);
    return { time, level: levelOf(level), logger, texts: [text.slice(all.length)], headered: true };
  }
  const serilog = SERILOG.exec(text);
  if (!serilog) return undefined;
  const [all, level = "", logger] = serilog;
  return {
    time: {},
    level: levelOf(short[level]),
    ...(logger && { logger }),
    texts: [text.slice(all.length)],
    headered: true,
  };
};
