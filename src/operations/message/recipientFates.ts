import * as l10n from "@vscode/l10n";
import { placedTitle } from "../../common/codedTitle";
import { studentsText } from "../../common/text/counts";
import { readAnswer } from "../../diagnosis/answers/answer";
import { layerTitle } from "../../runtime/message/layerLines";
import { whyLeftOut } from "../../runtime/message/leftOut";
import type { SkipReason } from "../../runtime/message/messageEvents";
import { summaryOf } from "../../runtime/message/messageSummary";
import type { MessageOutcome } from "../../runtime/message/messageSummary";
import { studentOf } from "../../runtime/message/messageTrace";
import type { MessageTrace } from "../../runtime/message/messageTrace";
import type { Diagnosed } from "../diagnosis/diagnoseCollected";
import type { SentMessage } from "../../targets/evidence/sentMessage";
import { askedOf } from "./sentMessages";

/** The outcome for some recipients of a send. */
export interface Fate {
  outcome: MessageOutcome;
  /** A cause of the diagnosis; "none" if nothing is wrong. */
  cause: string;
  /** In the reader's language: "no phone number". */
  text: string;
  count: number;
  /** The students concerned, if known. */
  students: number[];
  traceIds: string[];
}

/** The outcomes for all recipients of a send, most frequent first: their counts add up to `asked`. */
export interface Recipients {
  asked: number;
  reached: number;
  fates: Fate[];
}

export function recipientsOf(sent: SentMessage, result: Diagnosed, messages: readonly MessageTrace[]): Recipients {
  const asked = askedOf(sent);
  const isPerRecipient = messages.some(({ events }) => events.some(({ type }) => type !== "api.rejected"));
  const fates = isPerRecipient ? fatesOf(asked, messages) : fatesByCounts(asked, sent, result, messages);
  const first = ({ students: [student = 0] }: Fate) => student;
  const sorted = fates
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count || first(one) - first(other));
  return { asked, reached: sum(sorted.filter(isReached)), fates: sorted };
}

export const isReached = ({ outcome }: Pick<Fate, "outcome">): boolean =>
  outcome === "reached" || outcome === "degraded";

const sum = (fates: readonly Fate[]) => fates.reduce((total, { count }) => total + count, 0);

function fatesOf(asked: number, messages: readonly MessageTrace[]): Fate[] {
  const fates = new Map<string, Fate>();
  for (const message of messages) {
    const fate = fateOf(message);
    const student = studentOf(message);
    const known = fates.get(`${fate.outcome} ${fate.cause} ${fate.text}`) ?? fate;
    known.count += 1;
    known.traceIds.push(message.traceId);
    if (student !== undefined) known.students.push(student);
    fates.set(`${fate.outcome} ${fate.cause} ${fate.text}`, known);
  }
  const rest = asked - sum([...fates.values()]);
  return [...fates.values(), ...(rest > 0 ? [leftOut("unknown-student", rest)] : [])];
}

function fateOf(message: MessageTrace): Fate {
  const skipped = message.events.find((event) => event.type === "api.recipient-skipped");
  if (skipped?.type === "api.recipient-skipped") return leftOut(skipped.details.reason, 0);
  const { outcome } = summaryOf(message);
  const { cause = "none", layer, title } = message.verdict ?? {};
  const why = placedTitle(layer && layerTitle[layer], title ?? l10n.t("no result is known"));
  const text = outcome === "reached" ? l10n.t("reached Solapi") : why;
  return { outcome, cause: outcome === "reached" ? "none" : cause, text, count: 0, students: [], traceIds: [] };
}

/** The diagnosis's cause for each reason to skip a recipient. */
const causeOf = (reason: SkipReason) => (reason === "no-phone" ? "api.recipients-skipped" : "api.students-not-found");

const leftOut = (reason: SkipReason | undefined = "no-phone", count: number): Fate => ({
  outcome: "leftOut",
  cause: causeOf(reason),
  text: whyLeftOut(reason),
  count,
  students: [],
  traceIds: [],
});

/**
 * For a backend that reports no outcome per recipient: the API's counts, and as many successes as there are rows of
 * success.
 */
function fatesByCounts(
  asked: number,
  { answer }: SentMessage,
  { evidence }: Diagnosed,
  messages: readonly MessageTrace[],
): Fate[] {
  const [message] = messages;
  if (!message) return [];
  const fate = fateOf(message);
  fate.traceIds.push(message.traceId);
  const told = answer && "body" in answer ? readAnswer({ status: answer.status, body: answer.body }) : undefined;
  if (told?.enqueued === undefined || told.enqueued === 0) return [{ ...fate, count: asked }];
  const { enqueued, skipped = 0 } = told;
  const lost = Math.max(0, asked - enqueued - skipped);
  const rows = (evidence.notificationLogs ?? []).filter(({ success }) => success === true).length;
  const through = enqueued === 1 || isReached(fate) ? 0 : Math.min(rows, enqueued);
  const reached: Fate = { ...fate, outcome: "reached", cause: "none", text: l10n.t("reached Solapi"), count: through };
  const missing: Fate = {
    ...leftOut("unknown-student", lost),
    text: l10n.t("not enqueued: no such student, or the queue did not take it"),
  };
  return [{ ...fate, count: enqueued - through }, reached, leftOut("no-phone", skipped), missing];
}

const NAMED_STUDENTS = 5;

const missed: ReadonlySet<Fate["outcome"]> = new Set(["stopped", "notSent", "leftOut", "skipped"]);

/**
 * "2 of 4 reached Solapi; not reached: student 3 (no phone number), student 4 (the student is deleted)".
 * Undefined for a send to one.
 */
export function recipientsText({ asked, reached, fates }: Recipients): string | undefined {
  if (asked <= 1) return undefined;
  const lost = fates.filter(({ outcome }) => missed.has(outcome)).map(whoAndWhy);
  const others = fates.filter(({ outcome }) => outcome !== "reached" && !missed.has(outcome)).map(whoAndWhy);
  return [
    l10n.t("{0} of {1} reached Solapi", reached, asked),
    ...(lost.length > 0 ? [l10n.t("not reached: {0}", lost.join(", "))] : []),
    ...others,
  ].join("; ");
}

function whoAndWhy(fate: Fate): string {
  const { count, students, text } = fate;
  const isNamed = students.length === count && count <= NAMED_STUDENTS;
  const ids = students.join(", ");
  const named = students.length === 1 ? l10n.t("student {0}", ids) : l10n.t("students {0}", ids);
  const who = isNamed ? named : studentsText(count);
  return isReached(fate) ? l10n.t("{0} (reached, do not send again: {1})", who, text) : `${who} (${text})`;
}

/** `recipientsText` where it says more than the verdict: some were reached. It then speaks for the whole send. */
export const sendSentence = (recipients: Recipients): string | undefined =>
  recipients.reached > 0 ? recipientsText(recipients) : undefined;
