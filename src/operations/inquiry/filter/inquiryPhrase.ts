import * as l10n from "@vscode/l10n";
import { ExpectedError } from "../../../common/errors";
import { causeIds } from "../../../diagnosis/causes";
import type { MessageFilter } from "./messageFilter";
import { recipientDigits } from "./recipientDigits";
import { readTime } from "./timePhrase";
import type { TimeSpan } from "./timePhrase";

const outcomes = ["ok", "blocked", "degraded", "silent", "ambiguous", "skipped", "unknown"];

/**
 * Reads an inquiry in one line, its parts separated by commas: a number or its last digits, `student 7` or `학생 7`, a
 * time or two with `~` between them, a cause, an outcome, `tenant hakwonplus`, or an id.
 *
 * @throws ExpectedError `inquiry-unreadable`, `time-unreadable`, `number-unreadable`
 */
export function readInquiry(phrase: string, clock: { now: number; zone: string }): MessageFilter {
  const filter: MessageFilter = {};
  for (const part of phrase.split(/[,，、]/).map((each) => each.trim())) if (part !== "") addTo(filter, part, clock);
  return filter;
}

function addTo(filter: MessageFilter, part: string, clock: { now: number; zone: string }): void {
  const student = /^(?:student|학생) ?#?(\d{1,9})$/i.exec(part)?.[1];
  const tenant = /^(?:tenant|학원|테넌트) ?([\w-]{1,50})$/i.exec(part)?.[1];
  if (student !== undefined) filter.student = Number(student);
  else if (tenant !== undefined) filter.tenant = tenant;
  else if ((causeIds as readonly string[]).includes(part)) filter.cause = part;
  else if (outcomes.includes(part.toLowerCase())) filter.outcome = part.toLowerCase();
  else if (isNumber(part)) filter.to = recipientDigits(part);
  else if (/^[\w.-]{8,200}$/.test(part) && /\d/.test(part) && !isTime(part, clock)) filter.id = part;
  else Object.assign(filter, spanOf(part, clock));
}

/** A number by its digits; `2026-03-05` and `18:00` are times. */
const isNumber = (part: string) =>
  /^[+\d][\d ()-]*$/.test(part) && part.replace(/\D/g, "").length >= 3 && !/^\d{4}-\d{1,2}-\d{1,2}$/.test(part);

function isTime(part: string, clock: { now: number; zone: string }): boolean {
  try {
    readTime(part, clock);
    return true;
  } catch {
    return false;
  }
}

function spanOf(part: string, clock: { now: number; zone: string }): Pick<MessageFilter, "from" | "until"> {
  const [from = "", until, ...more] = part.split(/ ?[~–] ?/);
  if (more.length > 0)
    throw new ExpectedError(
      "inquiry-unreadable",
      l10n.t("This is no span of time: {0}", part),
      l10n.t("Write it as {0}", "어제 18시 ~ 19시"),
    );
  return windowOf(readTime(from, clock), until === undefined ? undefined : readTime(until, clock));
}

/** A day or a part of one as the start, without an end, is the whole of it. */
export function windowOf(
  from: TimeSpan | undefined,
  until: TimeSpan | undefined,
): Pick<MessageFilter, "from" | "until"> {
  const end = until?.until ?? (from && from.until > from.from ? from.until : undefined);
  return { ...(from && { from: from.from }), ...(end !== undefined && { until: end }) };
}
