import type { Clock } from "../../common/clock";

export type ApiLogLevel = "DEBUG" | "INFO" | "WARNING" | "ERROR";

/** Takes one line without its line end. */
export type ApiLogSink = (line: string) => void;

/** The API's log in Django's format, local time: `2026-03-05 10:00:00,123 [INFO] [academy.messaging] text`. */
export class ApiLog {
  readonly #sink: ApiLogSink;
  readonly #clock: Clock;

  constructor(sink: ApiLogSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  /** `text` must hold no number, body or token unmasked. */
  write(level: ApiLogLevel, text: string, name = "academy.messaging"): void {
    const oneLine = text.replace(/[\r\n]+/g, " ");
    this.#sink(`${localTime(this.#clock.now())} [${level}] [${name}] ${oneLine}`);
  }
}

function localTime(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 23).replace("T", " ").replace(".", ",");
}
