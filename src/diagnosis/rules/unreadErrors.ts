import type { CauseId } from "../causes";
import type { Facts } from "../facts";
import { type Line, excerptOfLine, sentence } from "../logLines";
import { soundsBad, weightOf } from "../logs/complaints";
import { topicOf } from "../logs/wordings/topics";
import { isOver, tells } from "../signs";
import type { WordId } from "../texts/text";
import type { Rule } from "./rule";

/** The best guess at an error that no other rule reads, by what its words are about. */
const guesses: Partial<Record<WordId, CauseId>> = {
  "about-redis": "worker.lock-unavailable",
  "about-database": "worker.database",
  "about-provider": "provider.refused",
};
const OTHERWISE: CauseId = "worker.exception";
const causes = [...new Set([OTHERWISE, ...Object.values(guesses)])];

/** No more than a guess: shown as such, and only if nothing better is known. */
const CONFIDENCE = 0.5;

/** Topics of which an error stops nobody: a warning of the memory's size, for example. */
const UNGUESSED: ReadonlySet<WordId | undefined> = new Set<WordId>(["about-memory"]);
/** Topics that show that a log without levels is a worker's at all. */
const OF_WORKER: ReadonlySet<WordId | undefined> = new Set<WordId>(["about-queue", "about-provider"]);

/** Lines of the worker with the level of an error, or of a log without any levels those that sound like one. */
function errorsIn({ worker = [] }: Facts): Line[] {
  const hasLevels = worker.some(({ record }) => record.level !== undefined);
  const isOfWorker = hasLevels || worker.some(({ all }) => OF_WORKER.has(topicOf(all)));
  return worker.filter((line) => {
    const { record } = line;
    // Exceptions have a rule of their own.
    if (record.exception || tells(line, "thrown-uncaught")) return false;
    if (record.pattern && record.pattern.generation !== "runtime") return false;
    return hasLevels ? weightOf(record) >= 4 : isOfWorker && soundsBad(record);
  });
}

/** The last exception or error in the API's log, where neither an answer nor a deeper layer shows more. */
const unreadApiErrorRule: Rule = {
  id: "api.server-error/unread-error",
  cause: "api.server-error",
  evaluate({ api, answer, reach }) {
    if (answer.status !== undefined || answer.error || reach !== undefined) return undefined;
    const last = api?.findLast(
      ({ record }) => (record.pattern?.generation ?? "runtime") === "runtime" && weightOf(record) >= 3,
    );
    if (!last) return undefined;
    const { exception } = last.record;
    return {
      confidence: CONFIDENCE,
      basis: "hint",
      evidence: [excerptOfLine(last)],
      values: { exception: sentence(exception ? `${exception.type}: ${exception.message}` : last.text) },
      ...(last.at !== undefined && { at: last.at }),
    };
  },
};

const unreadWorkerErrorRules: readonly Rule[] = causes.map((cause) => ({
  id: `${cause}/unread-error`,
  cause,
  evaluate(facts) {
    const last = errorsIn(facts).at(-1);
    const topic = last && topicOf(last.all);
    if (
      !last ||
      UNGUESSED.has(topic) ||
      ((topic && guesses[topic]) ?? OTHERWISE) !== cause ||
      isOver(facts.worker, last)
    )
      return undefined;
    const message = sentence(last.text);
    return {
      confidence: CONFIDENCE,
      basis: "hint",
      evidence: [excerptOfLine(last)],
      values: { message, ...(last.record.exception && { type: last.record.exception.type }) },
      ...(last.at !== undefined && { at: last.at }),
    };
  },
}));

export const unreadErrorRules: readonly Rule[] = [...unreadWorkerErrorRules, unreadApiErrorRule];
