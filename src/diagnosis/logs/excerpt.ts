import { maskStart } from "../../common/masking";
import type { LogRecord } from "./types";

const EXCERPT_LENGTH = 300;

/** A record's message, safe to show and export. Masks before it cuts, so that no number is cut in half. */
export function excerptOf(record: Pick<LogRecord, "text" | "exception">, length = EXCERPT_LENGTH): string {
  const { text, exception } = record;
  const told = exception && !text.includes(exception.type) ? `${text} (${exception.type}: ${exception.message})` : text;
  return maskStart(told, length);
}
