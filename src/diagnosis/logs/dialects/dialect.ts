import type { LineTime } from "../lineTimes";

/** What stands around a message on its line. */
export interface Envelope {
  time: LineTime;
  level?: string;
  logger?: string;
  /** The message as it may begin, the most prefixes taken off first. */
  texts: [string, ...string[]];
  /** A logger printed the line: it begins a record. Docker's time alone doesn't say so. */
  headered: boolean;
  /** Of a JSON or logfmt line: the traceback or the error in it. */
  stack?: string;
}

/** Reads the header of one way of logging; undefined where the text is of another. */
export type Header = (text: string) => Envelope | undefined;

/** What carries lines of others: the rest of the line, and the time where it says one. */
export type LogCarrier = (text: string) => { rest: string; time?: LineTime } | undefined;
