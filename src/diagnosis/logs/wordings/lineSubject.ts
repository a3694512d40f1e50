/** What a line can name. `process` is a container, a pod, a unit or a program. */
export type SubjectKind = "message" | "recipient" | "tenant" | "queue" | "host" | "process" | "task";
export type LineSubject = Readonly<Partial<Record<SubjectKind, ReadonlySet<string>>>>;

const lastPart = (value: string) => value.split(/[/:]/).findLast(Boolean) ?? value;
/** Replicas of one service: `worker-1`, `worker_2`. */
const withoutReplica = (value: string) => value.replace(/[-_]\d{1,3}$/, "");

interface Form {
  kind: SubjectKind;
  pattern: RegExp;
  read?: (value: string) => string;
}

/** The first group is the name. */
// prettier-ignore
const forms: readonly Form[] = [
  { kind: "message", pattern: /\b(?:message|msg|job|task|trace|request)[_-]?id["']?\s{0,2}[=:]\s{0,2}["']?([\w-]{2,80})|(?<![\w.])j?id=["']?([\w-]{2,80})/gi },
  { kind: "message", pattern: /\b(?:message|msg|job) #?((?=[\w-]{0,20}\d)[\w-]{1,80})/gi },
  { kind: "message", pattern: /\btask:? [\w.]{1,120}\[([\w-]{8,80})\]/gi },
  { kind: "task", pattern: /\btask:? ([\w.]{1,120})\[[\w-]{8,80}\]/gi },
  { kind: "recipient", pattern: /\b(?:to|recipient|phone)["']?\s{0,2}[=:]\s{0,2}["']?(\+?\d[\d*-]{7,20})/gi },
  { kind: "tenant", pattern: /\b(?:\w{1,20}_)?tenant(?:[_-]?(?:id|code))?["']?\s{0,2}[=:]\s{0,2}["']?([\w-]{1,60})/gi },
  { kind: "queue", pattern: /\bqueue(?:[_-]?(?:name|url))?["']?\s{0,2}[=:]\s{0,2}["']?([^\s"',]{2,200})|amazonaws\.com\/\d{12}\/([\w.-]{2,80})|:sqs:[\w-]{0,20}:\d{0,12}:([\w.-]{2,80})/gi, read: lastPart },
  { kind: "queue", pattern: /\b(?:from|on|of) (?:queue )?["']?([a-z]\w{0,40}(?:[-_]\w{1,40}){1,8})(?![\w.:/-])/gi },
  { kind: "host", pattern: /\b[a-z][\w+]{1,12}:\/\/(?:[^@/\s"']{0,80}@)?([\w.-]{2,120})|\b(?:host|addr(?:ess)?|endpoint)["']?\s{0,2}[=:]\s{0,2}["']?([\w.-]{2,120})|(?<![\w./@-])([a-z][\w-]{0,60}(?:\.(?!py|js|ts|go|rb|java|cs|php|rs|ex)[\w-]{1,60}){0,6}|\d{1,3}(?:\.\d{1,3}){3}):(?!53\b)\d{3,5}\b(?!:)|\b(?:lookup|getaddrinfo \w{3,10}) ([a-z][\w.-]{2,120})/gi },
  { kind: "process", pattern: /^([\w.-]{2,120}) exited with code|\b([\w@.-]{2,120})\.service\b|\b(?:exited|spawned|success|gave up|stopped): '?([\w:.-]{2,120})|\(service ([\w-]{2,120})\)|\bpod[/ ]"?([\w.-]{2,120})|^([a-z0-9][\w.-]{2,120})\s+\d{1,4}\/\d{1,4}\s+\w/g, read: withoutReplica },
];

/** What a text names, in small letters. `process` is what its carrier names, where the text itself names none. */
export function subjectIn(text: string, process?: string): LineSubject {
  const subject: Partial<Record<SubjectKind, Set<string>>> = {};
  for (const { kind, pattern, read = lastOf } of forms)
    for (const found of text.matchAll(pattern)) {
      const value = found.slice(1).find(Boolean);
      if (value) (subject[kind] ??= new Set()).add(read(value).toLowerCase());
    }
  return process && !subject.process
    ? { ...subject, process: new Set([withoutReplica(process).toLowerCase()]) }
    : subject;
}

const lastOf = (value: string) => value;
