import type { LineTime } from "../lineTimes";

/** The parts around a message on its line. */
export interface Envelope {
  time: LineTime;
  level?: string;
  logger?: string;
  /** Candidates for the message. The first has the most prefixes removed. */
  texts: [string, ...string[]];
  /** A logger printed the line, so it begins a record. Docker's timestamp alone doesn't prove that. */
  headered: boolean;
  /** The traceback or error inside a JSON or logfmt line. */
  stack?: string;
  /** The container, pod or program that a carrier names. */
  process?: string;
  /** What a structured line is about, as `key=value`. */
  named?: string;
}

/** Reads the header of one logging format. Undefined if the text is in another format. */
export type Header = (text: string) => Envelope | undefined;

/**
 * Removes the prefix of a tool that carries other programs' lines. Returns the rest, and the time and the program if it
 * names them.
 */
export type LogCarrier = (text: string) => { rest: string; time?: LineTime; process?: string } | undefined;
