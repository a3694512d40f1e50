import { maskStart } from "../../common/masking";
import type { LogRecord } from "./types";

const EXCERPT_LENGTH = 300;

/** A record's message as it may be shown and exported: masked first, then cut, so that no number is cut in half. */
export function excerptOf(record: Pick<LogRecord, "text" | "exception">, length = EXCERPT_LENGTH): string {
  const { text, exception } = record;
  const told = exception && !text.includes(exception.type) ? `${text} (${exception.type}: ${exception.message})` : text;
  return maskStart(told, length);
}
