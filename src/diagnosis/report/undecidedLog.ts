import type { Diagnosis } from "../diagnosis";
import { type Language, textsIn } from "../texts/language";
import type { ParsedLogs } from "../facts";
import { type Excerpt, type Line, excerptOfLine, linesOfLog } from "../logLines";
import { badWordIn, weightOf } from "../logs/complaints";
import { type UntellingLog, untellingLog } from "../logs/givenLog";
import type { ParsedLog } from "../logs/types";
import { topicOf } from "../logs/wordings/topics";
import { fill } from "../texts/text";

const QUOTED = 3;

/**
 * If the verdict is `unknown` although logs were given, says what kind of log the worker's is, and whether an error in
 * it is over (`isPast`). Quotes the worst lines, and says what those that no rule matched seem to be about. Returns any
 * other diagnosis unchanged.
 */
export function withUndecidedLog(
  diagnosis: Diagnosis,
  logs: ParsedLogs,
  isPast: boolean,
  language: Language,
): Diagnosis {
  const { verdict } = diagnosis;
  if (verdict.outcome !== "unknown") return diagnosis;
  const { report, words } = textsIn(language);
  const untelling = logs.worker && untellingLog(logs.worker);
  const worst = untelling === "binary" ? [] : worstOf(logs);
  const unread = worst.filter((line) => weightOf(line.record) > 0 && !isCited(line, diagnosis));
  const topics = [...new Set(unread.flatMap(({ all }) => topicOf(all) ?? []))];
  const about =
    topics.length > 0 ? fill(report["log-unread"], { topics: topics.map((one) => words[one]).join(", ") }) : "";
  const past = isPast ? report["log-over"] : "";
  const said = [untelling && report[wordOf[untelling]], past, about, verdict.explanation].filter(Boolean).join(" ");
  return {
    ...diagnosis,
    verdict: { ...verdict, explanation: said, evidence: [...verdict.evidence, ...worst.map(quote)] },
  };
}

const wordOf = {
  empty: "log-empty",
  binary: "log-binary",
  foreign: "log-foreign",
  idle: "log-idle",
} as const satisfies Record<UntellingLog, string>;

/** A finding that is not the verdict reads the line, or another that says the same. */
const isCited = (line: Line, { findings }: Diagnosis) => {
  const own = excerptOfLine(line);
  const isSame = (one: Excerpt) => one.source === own.source && (one.line === own.line || one.excerpt === own.excerpt);
  return findings.some(({ evidence }) => evidence.some(isSame));
};

/** A short message says only that something failed: the line below it says what. */
const SHORT = 60;
const quote = (line: Line): Excerpt => {
  const { text, all } = line;
  const below = text.length < SHORT ? all.slice(text.length) : "";
  const inside = badWordIn(below);
  if (inside !== undefined) return excerptOfLine(line, text.length + below.indexOf(inside));
  const word = badWordIn(all);
  return excerptOfLine(line, word === undefined ? undefined : all.indexOf(word));
};

/** The worst lines since the send; of equally bad lines, the latest first. If no line is a complaint, the last line. */
function worstOf({ worker, api }: ParsedLogs): Line[] {
  const lines = [worker, api].flatMap((log) => (log ? linesSince(log) : []));
  const worst = lines.filter(({ record }) => weightOf(record) > 0);
  if (worst.length === 0) return lines.slice(-1);
  const inOrder = [...worst].sort(
    (one, other) => weightOf(other.record) - weightOf(one.record) || other.line - one.line,
  );
  return inOrder.slice(0, QUOTED);
}

/** Lines since the send. If there are none, those before it. */
function linesSince(log: ParsedLog): Line[] {
  const isTold = ({ text }: Line) => text.trim() !== "";
  const since = linesOfLog(log).filter(isTold);
  return since.length > 0 ? since : linesOfLog(log, true).filter(isTold);
}
