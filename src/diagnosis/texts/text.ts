/** Texts of one language that belong to no cause and no fix. A test compares the keys of both languages. */
export interface Texts {
  /** Sentences added to an explanation. */
  notes: Record<NoteId, string>;
  report: Record<ReportWord, string>;
  /** Values that are words, not data: a rule gives `@worker`, the text has the word of its language. */
  words: Record<WordId, string>;
}

export type NoteId =
  | "contradicted-by-deeper"
  | "contradicted-by-api"
  | "partly-sent"
  | "superseded"
  | "seen-at-probe"
  | "seen-at-worker"
  | "recovered"
  | "guessed-from-senders"
  | "guessed-from-balance"
  | "sender-order"
  | "sender-ignored"
  | "silence"
  | "before-send"
  | "repeated"
  | "mixed-results"
  | "not-connected"
  | "handed-over"
  | "not-removed"
  | "sender-inactive"
  | "forbidden-otherwise"
  | "handled-perhaps"
  | "command-missing"
  | "other-architecture"
  | "not-executable"
  | "line-ends"
  | "child-died"
  | "mixed-instances"
  | "correlated-by-recipient"
  | "correlated-by-time"
  | "concurrent"
  | "some-students-missing"
  | "taken-by-other"
  | "deleted-by-other"
  | "certificate-untrusted"
  | "certificate-expired"
  | "certificate-of-another"
  | "tls-failed"
  | "name-unresolved"
  | "start-unreported"
  | "proxy-refused"
  | "enqueued-perhaps"
  | "newest-state";

export const wordIds = [
  "api",
  "worker",
  "probe",
  "empty",
  "the-endpoint",
  "the-provider",
  "sent-as-sms",
  "empty-job",
  "lock-refusing",
  "may-be-sent",
  "fate-deleted",
  "fate-dead",
  "lock-open",
  "no-setup-line",
  "started-without-setup",
  "no-http-line",
  "no-provider-record",
  "no-row",
  "no-record",
  "no-number",
  "no-redrive",
  "no-message-line",
  "only-staff",
  "page-of-another",
  "https-port",
  "key-unusable",
  "slash-missing",
  "about-credentials",
  "about-redis",
  "about-database",
  "about-queue",
  "about-provider",
  "about-network",
  "about-memory",
  "about-settings",
  "about-code",
] as const;
export type WordId = (typeof wordIds)[number];
export type Word = `@${WordId}`;
export const word = (id: WordId): Word => `@${id}`;

export type ReportWord =
  | "ok-title"
  | "ok-title-elsewhere"
  | "ok-explanation"
  | "ok-elsewhere"
  | "ok-later"
  | "unknown-title"
  | "unknown-explanation"
  | "own-worker"
  | "queue-shared"
  | "log-empty"
  | "log-binary"
  | "log-foreign"
  | "log-idle"
  | "log-over"
  | "log-unread"
  | "seen"
  | "why"
  | "fix"
  | "needs"
  | "more"
  | "also"
  | "certainty"
  | "not-reached"
  | "cannot-tell"
  | "passed"
  | "api-ok"
  | "worker-ok"
  | "provider-ok"
  | "empty"
  | "not-collected"
  | "no-lines"
  | "report-title"
  | "report-api"
  | "report-log"
  | "report-now"
  | "report-sender"
  | "report-verdict"
  | "zone-set"
  | "zone-fits"
  | "zone-assumed"
  | "layer-api"
  | "layer-queue"
  | "layer-worker"
  | "layer-provider"
  | "outcome-blocked"
  | "outcome-degraded"
  | "outcome-silent"
  | "outcome-ambiguous"
  | "outcome-skipped"
  | "outcome-ok"
  | "outcome-unknown";

export type Values = Readonly<Record<string, string | number | undefined>>;

/** Puts the language's words in the place of their marks. */
export const spoken = (values: Values, words: Texts["words"]): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, spokenValue(value, words)]));

export function spokenValue<Value>(value: Value, words: Texts["words"]): Value | string {
  const id = wordIds.find((one) => value === word(one));
  return id ? words[id] : value;
}

const HOLE = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

/**
 * Fills a text. `{hole}` takes a value, `{hole|message|messages}` the word that fits its number. A part in square
 * brackets is left out when one of its holes has no value; a hole outside brackets without one becomes `?`.
 */
export function fill(template: string, values: Values): string {
  const isKnown = (hole: string) => values[hole] !== undefined && values[hole] !== "";
  const filled = (_: string, hole: string, one?: string, many?: string) =>
    !isKnown(hole) ? "?" : one === undefined ? String(values[hole]) : ((Number(values[hole]) === 1 ? one : many) ?? "");
  const parts = template.replace(/\[([^[\]]*)\]/g, (_, part: string) =>
    [...part.matchAll(HOLE)].every(([, hole = ""]) => isKnown(hole)) ? part : "",
  );
  return parts.replace(HOLE, filled);
}

/** What a shell takes for one word, whatever it is: names of containers, queues and regions, times, numbers. */
const SHELL_WORD = /^[A-Za-z0-9][\w.:/@+-]*$/;

/**
 * Fills a command that a person copies into a shell; undefined where a value is missing, or where it is more than one
 * word: a bundle may come from anybody.
 */
export function fillCommand(template: string, values: Values): string | undefined {
  const holes = [...template.matchAll(/\{(\w+)\}/g)].map(([, hole]) => String(values[hole ?? ""] ?? ""));
  return holes.every((value) => SHELL_WORD.test(value)) ? fill(template, values) : undefined;
}
