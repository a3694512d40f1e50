import type { CauseId } from "../causes/causeIds";
import type { Facts } from "../facts";
import { type Line, excerptOfLine, sentence } from "../logLines";
import { isComplaint, mentionsTrouble, soundsBad, weightOf } from "../logs/complaints";
import type { Sign } from "../logs/types";
import { apiFaultIn, isErrorOfCode, providerFaultIn, queueFaultIn } from "../logs/wordings/faultWords";
import { systemOfFrames, systemOfType } from "../logs/wordings/libraries";
import { brokerNamedIn, providerNamedIn } from "../logs/wordings/systemNames";
import { answerIn, namesTextMessage, topicOf } from "../logs/wordings/topics";
import { isOver, isTold, reportsAny, tells } from "../signs";
import { type WordId, word } from "../texts/text";
import type { Rule } from "./rule";

const OTHERWISE: CauseId = "worker.exception";

/** What an error says: an exception by its type and message, without frames. */
const saidBy = ({ text, all, record: { exception, detail } }: Line) =>
  exception ? `${exception.type}: ${exception.message}` : text === "" ? all : `${text}\n${answerIn(detail)}`.trim();

/** The best guess at an error that no other rule reads: by the system that its words are about, and by what failed. */
function guessAt(line: Line): CauseId {
  const said = saidBy(line);
  if (isErrorOfCode(said)) return OTHERWISE;
  const thrown = line.record.exception;
  const system = thrown && (systemOfType(thrown.type) ?? systemOfFrames(line.all));
  if (system === "redis") return "worker.lock-unavailable";
  if (system === "database") return "worker.database";
  if (isOfProvider(line) || system === "provider") return providerFaultIn(said);
  if (system === "queue") return queueFaultIn(said) ?? OTHERWISE;
  if (brokerNamedIn(said)) return queueFaultIn(said) ?? OTHERWISE;
  if (thrown && isAboutTexts(line)) return providerFaultIn(said);
  switch (topicOf(line.record.exception ? said : line.all)) {
    case "about-redis":
      return "worker.lock-unavailable";
    case "about-database":
      return "worker.database";
    case "about-queue":
      return queueFaultIn(said) ?? OTHERWISE;
    case "about-provider":
      return providerFaultIn(said);
    default:
      return OTHERWISE;
  }
}

/** The line names a provider, or a frame of its traceback is in a provider's library. */
const isOfProvider = ({ all, record: { logger = "" } }: Line) => providerNamedIn(`${logger} ${all}`) !== undefined;

/** The line says that a text message was to be sent. The name of a task or function says nothing. */
const isAboutTexts = ({ text, record: { logger = "" } }: Line) => namesTextMessage(`${logger} ${text}`);

/** An exception that says what is wrong with the system it is about. Others have a rule of their own. */
const isTelling = (line: Line) => ![OTHERWISE, UNTOLD].includes(guessAt(line)) || isOfProvider(line);
const UNTOLD: CauseId = "provider.refused";

/** It may have been sent before the answer was lost. */
const AMBIGUOUS: ReadonlySet<CauseId> = new Set<CauseId>(["provider.timeout", "provider.server-error"]);

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
  const bad = worker.filter((line) => {
    const { record } = line;
    if ((record.exception || tells(line, "thrown-uncaught")) && !isTelling(line)) return false;
    if ((record.pattern && record.pattern.generation !== "runtime") || isTold(line)) return false;
    if (record.exception) return true;
    return hasLevels ? weightOf(record) >= 4 : isOfWorker && soundsBad(record);
  });
  // Some programs report a refusal at the level of information.
  const isCalm = !worker.some(({ record }) => isComplaint(record));
  return bad.length === 0 && isCalm ? worker.filter(isToldCalmly) : bad;
}

const isToldCalmly = ({ text, record }: Line) =>
  record.pattern === undefined && OF_WORKER.has(topicOf(text)) && mentionsTrouble(record);

/** The last error and its most likely cause. Where it only says that a text failed, the error just above it says why. */
function failureIn(facts: Facts): { cause: CauseId; lines: [told: Line, ...Line[]] } | undefined {
  const errors = errorsIn(facts);
  const last = errors.at(-1);
  if (!last) return undefined;
  const cause = guessAt(last);
  const above = errors.at(-2);
  if (cause !== UNTOLD || !above || !isJustBefore(above, last, facts)) return { cause, lines: [last] };
  const reason = guessAt(above) === OTHERWISE ? providerFaultIn(saidBy(above)) : UNTOLD;
  return reason === UNTOLD ? { cause, lines: [last] } : { cause: reason, lines: [above, last] };
}

/** No other line is between them, and no time to speak of. */
const isJustBefore = (one: Line, next: Line, { worker = [] }: Facts) =>
  worker[worker.indexOf(next) - 1] === one && (next.at ?? 0) - (one.at ?? next.at ?? 0) <= JUST_BEFORE_MS;
const JUST_BEFORE_MS = 1_000;

/** What has rules of its own in the API's log. */
const API_SIGNS: ReadonlySet<Sign> = new Set<Sign>(["api-not-started", "api-unreached", "api-slow", "api-limited"]);

/** The last exception or error in the API's log, where neither an answer nor a deeper layer shows more. */
export const unreadApiErrorRule = (cause: CauseId): Rule => ({
  id: "unread-error",
  evaluate({ api, answer, reach }) {
    if (answer.status !== undefined || answer.error || reach !== undefined) return undefined;
    const last = api?.findLast(
      (line) =>
        (line.record.pattern?.generation ?? "runtime") === "runtime" &&
        weightOf(line.record) >= 3 &&
        !reportsAny(line, API_SIGNS),
    );
    if (!last || apiFaultIn(saidBy(last)) !== cause) return undefined;
    return {
      confidence: CONFIDENCE,
      basis: "hint",
      evidence: [excerptOfLine(last)],
      values: last.record.exception ? { exception: sentence(saidBy(last)) } : { detail: sentence(saidBy(last)) },
      ...(last.at !== undefined && { at: last.at }),
    };
  },
});

/** The last error in the worker's log that no other rule reads, as a guess. */
export const unreadErrorRule = (cause: CauseId): Rule => ({
  id: "unread-error",
  evaluate(facts) {
    const failure = failureIn(facts);
    if (!failure || failure.cause !== cause) return undefined;
    const [last] = failure.lines;
    if (UNGUESSED.has(topicOf(last.all)) || isOver(facts.worker, last)) return undefined;
    const message = sentence(saidBy(last));
    return {
      confidence: CONFIDENCE,
      basis: "hint",
      evidence: failure.lines.map((line) => excerptOfLine(line)),
      values: {
        message,
        ...(!last.record.exception && { variant: "unread" }),
        ...(cause.startsWith("queue.") && {
          code: sentence(saidBy(last), 100),
          operation: "ReceiveMessage",
          side: word("worker"),
        }),
        ...(cause === "provider.timeout" && { risk: word("may-be-sent") }),
        ...(last.record.exception && { type: last.record.exception.type }),
      },
      ...(AMBIGUOUS.has(cause) && { outcome: "ambiguous" as const }),
      ...(last.at !== undefined && { at: last.at }),
    };
  },
});
