import type { Line } from "../logLines";
import { isComplaint } from "../logs/complaints";
import { isErrorOfCode } from "../logs/wordings/faultWords";
import { goodNewsIn, isFailover, isYoungRestart } from "../logs/wordings/goodNews";
import { type LineSubject, type SubjectKind, subjectIn } from "../logs/wordings/lineSubject";
import { type System, systemsIn } from "../logs/wordings/systemNames";

/**
 * What a failure stands in the way of, which decides what shows that it is over:
 * - `system`: the way to a queue, Redis or a database. Any message that gets through shows it.
 * - `process`: the worker's process. That it runs again shows it, or any message that it handles.
 * - `message`: one message. Only the same message shows it.
 */
export type Reach = "system" | "process" | "message";

export interface FailedLine {
  line: Line;
  reach: Reach;
  /** The system that the verdict names, in addition to those of the line. */
  system?: System;
}

/** The failure of a line on its own. */
export function failureOf(line: Line): FailedLine {
  const said = saidBy(line);
  const systems = systemsIn(said);
  return { line, reach: isErrorOfCode(said) || systems.has("provider") || systems.size === 0 ? "message" : "system" };
}

/**
 * Whether a later line shows that what failed works again: it reports a success of the same message, queue, host and
 * process, as far as both lines name them, and no later line complains about the same system.
 */
export function isOverIn(lines: readonly Line[], failure: FailedLine): boolean {
  const failed = { ...failure, ...told(failure.line, failure.system) };
  const later = lines.filter(({ line }) => line > failure.line.line);
  const good = later.findLast((line) => isWorkingAgain(line, failed));
  return good !== undefined && !later.some((line) => line.line > good.line && isSameTrouble(line, failed));
}

interface Told {
  subject: LineSubject;
  systems: ReadonlySet<System>;
}

/** So much of each part is read: names stand at its beginning. */
const READ = 600;
const saidBy = ({ text, record: { exception, named } }: Line) =>
  [text, exception && `${exception.type}: ${exception.message}`, named]
    .flatMap((part) => part?.slice(0, READ) ?? [])
    .join("\n");

function told(line: Line, system?: System): Told {
  const said = saidBy(line);
  const systems = systemsIn(`${line.record.logger ?? ""} ${said}`);
  return { subject: subjectIn(said, line.record.process), systems: system ? new Set([...systems, system]) : systems };
}

function isWorkingAgain(line: Line, failed: FailedLine & Told): boolean {
  const { record } = line;
  // The backend's own sentences have rules of their own.
  if (isComplaint(record) || (record.pattern && record.pattern.generation !== "runtime")) return false;
  const news = goodNewsIn(line.text.slice(0, READ));
  if (!news) return false;
  const good = told(line);
  const isSame = (...kinds: SubjectKind[]) => kinds.every((kind) => !differ(failed.subject[kind], good.subject[kind]));
  if (!isSame("process", "tenant", "queue", "task")) return false;
  if (failed.reach === "process") return news !== "running" || !isYoungRestart(line.text);
  if (failed.reach === "message")
    return news === "handled" && isSame("message", "recipient") && shares(failed.subject, good.subject);
  if (news === "connected") return isSameConnection(line.text, good, failed);
  return news === "handled" || (news === "received" && failed.systems.has("queue"));
}

function isSameConnection(text: string, good: Told, failed: Told): boolean {
  if (good.systems.size > 0 && failed.systems.size > 0 && !meet(good.systems, failed.systems)) return false;
  const [host, before] = [good.subject.host, failed.subject.host];
  if (host && good.systems.size === 0) return meet(host, before ?? new Set());
  return isFailover(text) || !differ(host, before);
}

const isSameTrouble = (line: Line, failed: Told): boolean => {
  if (!isComplaint(line.record)) return false;
  const { systems, subject } = told(line);
  return meet(systems, failed.systems) && !differ(subject.queue, failed.subject.queue);
};

/** Both lines name the message, or a recipient with so many digits that it can be no other. */
const shares = (one: LineSubject, other: LineSubject): boolean =>
  meet(one.message ?? new Set(), other.message ?? new Set()) || meet(plain(one.recipient), plain(other.recipient));

const DIGITS_SHOWN = 8;
const plain = (numbers: ReadonlySet<string> = new Set()): ReadonlySet<string> =>
  new Set([...numbers].filter((number) => number.replace(/\D/g, "").length >= DIGITS_SHOWN));

const meet = <Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>) => [...one].some((item) => other.has(item));
const differ = (one: ReadonlySet<string> | undefined, other: ReadonlySet<string> | undefined) =>
  one !== undefined && other !== undefined && !meet(one, other);
