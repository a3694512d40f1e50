import { timeOf, wallOf } from "../lineTimes";
import type { Header } from "./dialect";

/** AWS's load balancer: `https 2026-11-27T06:00:00.123456Z app/academy/50dc 203.0.113.8:50123 10.0.1.12:8000 0.000 -1 -1 502 - …` */
const BALANCER =
  /^(?:https?|h2|grpcs|wss?) (\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z) app\/\S{1,120} \S{1,80} \S{1,80} (?:\S{1,12} ){3}(\d{3}) \S{1,6} \d+ \d+ "([A-Z]{3,7}) (\S{1,2000}) HTTP\/[\d.]+"/;
/** uWSGI: `[pid: 52|app: 0|req: 4/9] 10.0.1.4 () {52 vars …} [Fri Nov 27 15:00:00 2026] POST /path => … (HTTP/1.1 500) …` */
const UWSGI =
  /^\[pid: \d+\|app: [\d-]+\|req: [\d/-]+\] .{1,120}?\[[A-Z][a-z]{2} [A-Z][a-z]{2} .{1,20}\] ([A-Z]{3,7}) (\S{1,2000}) => generated \d+ bytes in \d+ \w{2,6} \(HTTP\/[\d.]+ (\d{3})\)/;

/** Access logs of other forms, written as a server's: `"POST /path HTTP/1.1" 502`. */
export const accessLogs: Header = (text) => {
  const balancer = /^[hgw]/.test(text) ? BALANCER.exec(text) : null;
  if (balancer) {
    const [, day = "", clock = "", fraction, zone, status, method, path] = balancer;
    const time = timeOf(wallOf(day, clock, fraction), zone);
    return { time, texts: [`"${method} ${path} HTTP/1.1" ${status}`], headered: true };
  }
  const [, method, path, status] = (text.startsWith("[pid: ") ? UWSGI.exec(text) : null) ?? [];
  return status === undefined
    ? undefined
    : { time: {}, texts: [`"${method} ${path} HTTP/1.1" ${status}`], headered: true };
};
