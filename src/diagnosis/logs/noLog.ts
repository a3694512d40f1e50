import { thrownIn } from "./thrown";
import type { LogRecord } from "./types";

const CODE =
  /[;{}]\s*$|^\s*(?:\/\/|if \(|for \(|while \(|return\b|def \w+\(|import \w|from \w+ import|await |const |let |var |class \w+[ ({:])/;
const FRAME = /^\s+(?:at \S|File ")|^Traceback|^\s+\^|^goroutine \d/;
/** An item or a heading of a change log. */
const ITEM = /^(?:- (?=[A-Z])|#{2,4} )/;
const LETTER =
  /^(?:hi|hello|dear)\b[\w ]{0,30},$|^(?:thanks|thank you|(?:best |kind )?regards)\b.{0,30}$|\b(?:I|we) (?:think|believe|guess|saw|see)\b|안녕하세요|감사합니다|부탁드립니다/i;
/** Whoever pastes a log pastes few lines of anything else. */
const LINES_READ = 400;
const MOST = 0.6;

/** Whether a text is source code, a list of changes or a letter: what these say of failures has not happened here. */
export function isNoLog(records: readonly LogRecord[]): boolean {
  if (records.length === 0 || records.some(isPrinted)) return false;
  const lines = records.flatMap(({ text, detail }) => [text, ...detail]).slice(0, LINES_READ);
  const told = lines.filter((line) => line.trim() !== "");
  if (told.some((line) => FRAME.test(line) || thrownIn(line)) || /^\s*[{["]/.test(told[0] ?? "{")) return false;
  const share = (is: RegExp) => told.filter((line) => is.test(line)).length / told.length;
  return told.length > 1 && (share(CODE) >= MOST || share(ITEM) >= MOST || told.some((line) => LETTER.test(line)));
}

/** A program printed the line. */
const isPrinted = ({ level, at, logger, process, pattern }: LogRecord) =>
  level !== undefined ||
  at !== undefined ||
  logger !== undefined ||
  process !== undefined ||
  (pattern !== undefined && pattern.generation !== "runtime");
