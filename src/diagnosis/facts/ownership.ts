import type { Answer } from "../answers/answer";
import type { Evidence } from "../evidence";
import type { Line } from "../logLines";
import type { ParsedLog } from "../logs/types";
import { isSameNumber, numberIn, numbersIn, recipientIn, tenantIn } from "./namedRecipients";
import { type Sent, sentIn } from "./sentLines";

/** The evidence of this send, separated from that of other messages in the same period where possible. */
export interface Ownership {
  /** The lines without those that are certainly about another message. */
  worker?: Line[];
  rows?: Evidence["notificationLogs"];
  records?: NonNullable<Evidence["provider"]>["messages"];
}

/** Lines of a job that don't name it: the HTTP client's come before the result, the loop's after it. */
const BEFORE_RESULT = /^HTTP Request: /;
const AFTER_RESULT = /^send failed|message will retry|fallback to SMS/i;

/**
 * Takes this send's recipients from the API's log, otherwise from NotificationLog, otherwise from the provider's
 * records. There must be at least as many as were enqueued, or nothing is ruled out. Masked numbers are compared only
 * in the digits that both show.
 */
export function ownershipOf(
  evidence: Evidence,
  answer: Answer,
  { worker, api }: { worker?: Line[] | undefined; api?: Line[] | undefined },
  generation: ParsedLog["generation"],
): Ownership {
  const { notificationLogs: rows, provider, tenant, request } = evidence;
  const expected = answer.enqueued ?? request?.student_ids?.length ?? 1;
  const enqueued = numbersIn((api ?? []).map(({ text }) => /job enqueued:.*/.exec(text)?.[0]));
  const sources = [
    enqueued,
    numbersIn((rows ?? []).map(({ recipient_summary }) => recipient_summary)),
    numbersIn((provider?.messages ?? []).map(({ to }) => to)),
  ];
  const named = numbersIn((worker ?? []).map(({ text }) => recipientIn(text)));
  const own = sources.find(
    (numbers) =>
      numbers.length > 0 &&
      numbers.length >= expected &&
      // A row with a number that the log never mentions may itself belong to another message.
      (numbers === enqueued || named.some((one) => numbers.some((other) => isSameNumber(one, other)))),
  );
  const isOwn = (number: string | undefined, known: readonly string[] | undefined) =>
    !number || !known || known.some((one) => isSameNumber(one, number));
  // Rows and records are compared only with the API's log: they cannot rule themselves out.
  const sure = own === enqueued ? own : undefined;
  const sent = sentIn(worker ?? []).filter(({ to, group }) => to && group);
  const recent = rows?.filter(({ sent_at }) => !isOlder(sent_at, evidence.sentAt));
  const isForeign = (line: Line): boolean | undefined => {
    const number = recipientIn(line.text);
    const other = tenantIn(line.text, generation === "2026-08");
    if (other !== undefined && tenant?.id !== undefined && Number(other) !== tenant.id) return true;
    return number === undefined ? undefined : !isOwn(number, own);
  };
  return {
    ...(worker && { worker: withoutForeign(worker, isForeign) }),
    // Old rows alone don't show whether there is a new one.
    ...(recent &&
      (recent.length > 0 || rows?.length === 0) && {
        rows: recent.filter(({ recipient_summary }) => isOwn(numberIn(recipient_summary), sure)),
      }),
    ...(provider?.messages && {
      records: provider.messages.filter(
        (record) => isOwn(numberIn(record.to), sure) && !(expected <= 1 && isOfOtherGroup(record, sent)),
      ),
    }),
  };
}

/** Allows for clock differences when rows are compared with the send. A time without a zone proves nothing. */
const ROW_TOLERANCE_MS = 60_000;
function isOlder(at: string | undefined, sentAt: string | undefined): boolean {
  if (!at || !sentAt || !/(?:Z|[+-]\d{2}:?\d{2})$/.test(at)) return false;
  return Date.parse(at) < Date.parse(sentAt) - ROW_TOLERANCE_MS;
}

/** Several systems may share an account. Such a record has neither a group nor a number that the worker logged. */
const isOfOtherGroup = (
  { groupId, to }: { groupId?: string | undefined; to?: string | undefined },
  sent: readonly Sent[],
) =>
  groupId !== undefined &&
  to !== undefined &&
  sent.length > 0 &&
  sent.every((own) => own.group !== groupId && !isSameNumber(own.to ?? "", to));

function withoutForeign(lines: readonly Line[], isForeign: (line: Line) => boolean | undefined): Line[] {
  const kept: Line[] = [];
  let waiting: Line[] = [];
  let last: boolean | undefined;
  for (const line of lines) {
    if (BEFORE_RESULT.test(line.text)) {
      waiting.push(line);
      continue;
    }
    const said = isForeign(line);
    const isOthers = said ?? (AFTER_RESULT.test(line.text) && last === true);
    // A call belongs to the result that follows it.
    if (said !== true) kept.push(...waiting);
    waiting = [];
    if (!isOthers) kept.push(line);
    last = said ?? (AFTER_RESULT.test(line.text) ? last : undefined);
  }
  return [...kept, ...waiting];
}
