import type { Clock } from "../../common/clock";
import { localTimestamp } from "../../common/timeZone";

export type ApiLogLevel = "DEBUG" | "INFO" | "WARNING" | "ERROR";

/** Receives one line without its line end. */
export type ApiLogSink = (line: string) => void;

/** The API's log in Django's format with UTC offset: `2026-03-05 10:00:00,123+0900 [INFO] [academy.messaging] text`. */
export class ApiLog {
  readonly #sink: ApiLogSink;
  readonly #clock: Clock;

  constructor(sink: ApiLogSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  /** `text` must not contain an unmasked number, body or token. */
  write(level: ApiLogLevel, text: string, name = "academy.messaging"): void {
    const oneLine = text.replace(/[\r\n]+/g, " ");
    this.#sink(`${localTimestamp(this.#clock.now())} [${level}] [${name}] ${oneLine}`);
  }
}
