import { timeOf, wallOf } from "../lineTimes";
import type { LogCarrier } from "./dialect";

/** `kubectl logs --prefix`: the pod and container. */
const POD = /^\[(?:pod|container)\/([\w./-]+)\] /;
/** `docker compose logs`. Container names are lower case, unlike the backend's own `SQS_QUEUE_URL_TRACE | …`. */
const COMPOSE = /^([a-z0-9][\w.-]*)\s+\| ?/;
/** foreman and honcho: the time, then the process in Compose's format. */
const FOREMAN = /^\d\d:\d\d:\d\d ([a-z][\w.-]*)\s+\| ?/;
/** The timestamp of `docker logs -t`, CloudWatch and Heroku. */
const OUTER_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)(?:[ \t]|$)/;
/** Kubernetes (CRI): the stream, and whether the line is complete. */
const CRI = /^(?:stdout|stderr) [FP] /;
/** The Heroku dyno, or the part and the region of Fly.io. */
const DYNO = /^(?:(?:app|heroku)\[[\w.-]+\]: |(?:app|proxy|health|runner)\[\w{6,20}\] [a-z]{3} (?=\[))/;
const EPOCH_MS = /^(1\d{12})[ \t,]/;
/** `aws logs tail` puts the stream name between the time and the message. */
const STREAM_NAME =
  /^(?=\S+[/-]\S)\S{3,512}\s{1,20}(?=\d{4}-\d\d-\d\d[ T]\d\d:|\[\d{4}-\d\d-|\{"|(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b)/;
const JOURNAL = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [\w./-]+(?:\[\d+\])?: /;
/** The kernel's seconds since boot, in `dmesg` and after the journal's prefix. */
const KERNEL_TIME = /^\[ {0,6}\d{1,9}\.\d{6}\] /;

const prefix =
  (pattern: RegExp): LogCarrier =>
  (text) => {
    const found = pattern.exec(text);
    return found ? { rest: text.slice(found[0].length), ...(found[1] && { process: found[1] }) } : undefined;
  };

const dockerTime: LogCarrier = (text) => {
  const found = OUTER_TIME.exec(text);
  if (!found) return undefined;
  let rest = text.slice(found[0].length).replace(CRI, "");
  const stripped = rest.replace(COMPOSE, "").replace(DYNO, "");
  rest = stripped.slice(STREAM_NAME.exec(stripped)?.[0].length ?? 0);
  return { rest, time: { instant: timeOf(wallOf(found[1] ?? "", found[2] ?? "", found[3]), found[4]).instant } };
};

const epoch: LogCarrier = (text) => {
  const found = EPOCH_MS.exec(text);
  return found ? { rest: text.slice(found[0].length), time: { instant: Number(found[1]) } } : undefined;
};

const carriers: readonly LogCarrier[] = [POD, COMPOSE, FOREMAN, JOURNAL, KERNEL_TIME].map(prefix);
const timed: readonly LogCarrier[] = [dockerTime, epoch];
/** Carriers are not nested deeper than this. */
const MOST = 3;

/** Removes the prefixes of container runtimes, process managers and log services. */
export const withoutCarriers: LogCarrier = (text) => {
  let rest = text;
  let time: ReturnType<typeof dockerTime> = undefined;
  let process: string | undefined;
  for (let layer = 0; layer < MOST; layer++) {
    const own: ReturnType<LogCarrier> = first(carriers, rest) ?? (time ? undefined : first(timed, rest));
    if (!own) break;
    rest = own.rest;
    if (own.time) time = own;
    process ??= own.process;
  }
  return { rest, ...(time?.time && { time: time.time }), ...(process && { process }) };
};

function first(all: readonly LogCarrier[], text: string): ReturnType<LogCarrier> {
  for (const carrier of all) {
    const found = carrier(text);
    if (found) return found;
  }
  return undefined;
}
