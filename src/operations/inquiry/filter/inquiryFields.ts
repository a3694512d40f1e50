import * as l10n from "@vscode/l10n";
import { closest } from "fastest-levenshtein";
import { ExpectedError } from "../../../common/errors";
import { zonedTime } from "../../../common/zonedTime";
import { causeIds } from "../../../diagnosis/causes/causeIds";
import { outcomes } from "../../../diagnosis/outcome";
import type { MessageFilter } from "./messageFilter";
import { recipientDigits } from "./recipientDigits";
import { readTime } from "./timePhrase";
import type { TimeSpan } from "./timePhrase";

/** An inquiry as a person types it, field by field; "" for any. */
export interface InquiryFields {
  /** A number or its last digits, `student 7`, a student's name, an id; several are separated by commas. */
  who: string;
  tenant: string;
  from: string;
  until: string;
  outcome: string;
  cause: string;
}

interface Clock {
  now: number;
  zone: string;
}

/** @throws ExpectedError `inquiry-unreadable`, `time-unreadable`, `number-unreadable` */
export function readFields({ who, tenant, from, until, outcome, cause }: InquiryFields, clock: Clock): MessageFilter {
  const start = from.trim() === "" ? undefined : readTime(from, clock);
  const end = endOf(until, from, start, clock);
  const filter: MessageFilter = {
    ...(tenant.trim() !== "" && { tenant: tenant.trim() }),
    ...windowOf(start, end, clock.now),
    ...knownKind(outcome, cause.trim()),
  };
  for (const part of partsOf(who)) Object.assign(filter, whoIn(part) ?? nameIn(part) ?? unreadable(part));
  return filter;
}

/** The same day, or part of one, as both ends is that one, not the next. */
function endOf(until: string, from: string, start: TimeSpan | undefined, clock: Clock): TimeSpan | undefined {
  if (until.trim() === "") return undefined;
  if (start && start.until > start.from && until.trim() === from.trim()) return start;
  return readTime(until, { ...clock, ...(start && { after: start.from }) });
}

/** Sorts the parts of one line into fields. What is nothing else should be a time. */
export function fieldsOf(phrase: string): InquiryFields {
  const fields: InquiryFields = { who: "", tenant: "", from: "", until: "", outcome: "", cause: "" };
  for (const part of partsOf(phrase)) {
    const tenant = /^(?:tenant|학원|테넌트) ?([\w-]{1,50})$/i.exec(part)?.[1];
    if (tenant !== undefined) fields.tenant = tenant;
    else if ((causeIds as readonly string[]).includes(part)) fields.cause = part;
    else if ((outcomes as readonly string[]).includes(part.toLowerCase())) fields.outcome = part.toLowerCase();
    else if (whoIn(part)) fields.who = [fields.who, part].filter(Boolean).join(", ");
    else if (!isTime(part) && nameIn(part)) fields.who = [fields.who, part].filter(Boolean).join(", ");
    else Object.assign(fields, spanOf(part));
  }
  return fields;
}

/**
 * A misspelt cause would find nothing, as if nobody had asked. "": any.
 * @throws ExpectedError `inquiry-unreadable`
 */
export function knownKind(outcome: string, cause: string): Pick<MessageFilter, "outcome" | "cause"> {
  if (outcome !== "" && !(outcomes as readonly string[]).includes(outcome))
    throw new ExpectedError(
      "inquiry-unreadable",
      l10n.t("There is no outcome {0}", outcome.slice(0, 60)),
      l10n.t("Write it as {0}", outcomes.join(", ")),
    );
  if (cause !== "" && cause !== "none" && !(causeIds as readonly string[]).includes(cause))
    throw new ExpectedError(
      "inquiry-unreadable",
      l10n.t("There is no cause {0}", cause.slice(0, 60)),
      l10n.t("Write it as {0}", closest(cause.slice(0, 60), causeIds)),
    );
  return { ...(outcome !== "" && { outcome }), ...(cause !== "" && { cause }) };
}

const partsOf = (text: string): string[] =>
  text
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** Whom a part names: a student, a number, or an id of the message. */
function whoIn(part: string): Pick<MessageFilter, "student" | "to" | "id"> | undefined {
  const student = /^(?:student|학생) ?#?(\d{1,9})$/i.exec(part)?.[1];
  if (student !== undefined) return { student: Number(student) };
  if (isNumber(part)) return { to: recipientDigits(part) };
  return isId(part) ? { id: part } : undefined;
}

/** A student's name, alone or after the word. */
function nameIn(part: string): Pick<MessageFilter, "name"> | undefined {
  const name = part.replace(/^(?:student|학생) +/i, "").normalize("NFC");
  return isPersonName(name) ? { name } : undefined;
}

/**
 * A student's name that stands alone.
 * @throws ExpectedError `inquiry-unreadable`
 */
export function knownName(text: string): Pick<MessageFilter, "name"> {
  const name = text.normalize("NFC").trim();
  return isPersonName(name) ? { name } : unreadable(name);
}

/** Letters of any script, as in names; no digit. */
export const isPersonName = (text: string): boolean => /^\p{L}[\p{L}\p{M} .'’-]{0,49}$/u.test(text);

/** The time that a text names, as if it were read long ago; undefined if it names none. */
function timeIn(text: string): TimeSpan | undefined {
  try {
    return readTime(text, { now: 0, zone: "UTC" });
  } catch {
    return undefined;
  }
}

const isTime = (part: string): boolean => part.split(/ ?[~–] ?/).every((end) => timeIn(end) !== undefined);

/** A number by its digits; `2026-03-05` and `18:00` are times. */
const isNumber = (part: string) =>
  /^[+\d][\d ()-]*$/.test(part) && part.replace(/\D/g, "").length >= 3 && !/^\d{4}-\d{1,2}-\d{1,2}$/.test(part);

/** Has letters and digits; times of this form begin with a date. */
const isId = (part: string) =>
  /^[\w.-]{8,200}$/.test(part) && /\d/.test(part) && !/^\d{4}[-.]\d{1,2}[-.]\d{1,2}/.test(part);

function spanOf(part: string): Pick<InquiryFields, "from"> & Partial<Pick<InquiryFields, "until">> {
  const [from = "", until, ...more] = part.split(/ ?[~–] ?/);
  if (more.length > 0)
    throw new ExpectedError(
      "inquiry-unreadable",
      l10n.t("This is no span of time: {0}", part),
      l10n.t("Write it as {0}", "어제 18시 ~ 19시"),
    );
  return { from, ...(until !== undefined ? { until } : isSpan(from) && { until: from }) };
}

/** A day or a part of one, named alone, is the whole of it; an instant is where the window begins. */
function isSpan(text: string): boolean {
  const time = timeIn(text);
  return time !== undefined && time.until > time.from;
}

function unreadable(part: string): never {
  throw new ExpectedError(
    "inquiry-unreadable",
    l10n.t("This names nobody: {0}", part.slice(0, 60)),
    l10n.t("Write it as {0}", "010-1234-5678, 5678, student 7, 김민준"),
  );
}

/**
 * From the beginning of the first to the end of the second; without an end, until now.
 * @throws ExpectedError `time-unreadable`: it ends before it begins, or has not come yet
 */
export function windowOf(
  from: TimeSpan | undefined,
  until: TimeSpan | undefined,
  now = Date.now(),
): Pick<MessageFilter, "from" | "until"> {
  const end = until?.until;
  if (from && from.from > Math.min(end ?? now, now))
    throw new ExpectedError(
      "time-unreadable",
      from.from > now
        ? l10n.t("This time has not come yet: {0}", zonedTime(from.from))
        : l10n.t("This span of time ends before it begins: {0} – {1}", zonedTime(from.from), zonedTime(end ?? now)),
      l10n.t("Write it as {0}", "--from -2h, --from 18:00 --until 19:00"),
    );
  return { ...(from && { from: from.from }), ...(end !== undefined && { until: end }) };
}
