import { maskText } from "../../common/masking";
import {
  type CauseId,
  type Layer,
  type LineFixId,
  type VerdictOutcome,
  causeData,
  commandsOf,
  layerOfCause,
} from "../causes";
import type { Finding, Fix } from "../diagnosis";
import type { Facts } from "../facts";
import { nationalDigits } from "../facts/namedRecipients";
import { otherAddress, otherSystem } from "../facts/otherSystem";
import type { Excerpt } from "../logLines";
import { en } from "../texts/en";
import { ko } from "../texts/ko";
import {
  type NoteId,
  type OtherTexts,
  type Texts,
  type Values,
  fill,
  fillCommand,
  spoken,
  spokenValue,
} from "../texts/text";

export type Language = "en" | "ko";
export const textsIn = (language: Language): Texts => (language === "ko" ? ko : en);

/** Undefined if the vocabulary has no such cause. */
export function titleOfCause(id: string, language: Language): string | undefined {
  const { causes } = textsIn(language);
  return Object.hasOwn(causes, id) ? causes[id as CauseId].title : undefined;
}

/** What fixes a cause, in the order to try it. */
export const fixTitlesOf = (cause: CauseId, language: Language): string[] =>
  causeData(cause).fixes.map((id) => fill(textsIn(language).fixes[id] ?? id, {}));

/** The input for a finding's text. */
export interface RuleFinding {
  cause: CauseId;
  outcome: VerdictOutcome;
  confidence: number;
  evidence: Excerpt[];
  values: Values;
  notes: readonly NoteId[];
  fixes: readonly LineFixId[];
  code?: string;
  needs: string[];
}

const EVIDENCE_LINES = 6;
/** A longer code is a sentence. */
const CODE_CHARACTERS = 40;

/** The variables that name more CAs: of boto3, and of the HTTP clients of Python and Node. */
const CA_VARIABLES: Partial<Record<Layer, string>> = {
  queue: "AWS_CA_BUNDLE",
  provider: "REQUESTS_CA_BUNDLE, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS",
};

export function findingOf(facts: Facts, told: RuleFinding, language: Language): Finding {
  const texts = textsIn(language);
  const layer = layerOfCause(told.cause);
  const system = otherSystem(facts, layer, told.evidence);
  const others = system === undefined ? undefined : texts.others;
  const variant = texts.variants[`${told.cause}/${told.values["variant"]}`];
  const { title: whole, explanation, partialTitle } = others?.causes[told.cause] ?? variant ?? texts.causes[told.cause];
  const title = told.outcome === "degraded" ? (partialTitle ?? whole) : whole;
  const once = codeAndMessage(told.values, explanation, others !== undefined);
  const values = spoken(
    masked({ ...commonValues(facts), caVariables: CA_VARIABLES[layer], ...told.values, ...once, system }),
    texts.words,
  );
  const sentences = begun(tidy(fill(explanation, untouched(values))).replaceAll(JOINER, ""));
  const named = capital(fill(title, values));
  const notes = [...new Set(told.notes)].map((note) => fill(texts.notes[note], values));
  return {
    layer,
    outcome: told.outcome,
    cause: told.cause,
    ...(others && { system: String(values["system"]) }),
    confidence: rounded(told.confidence),
    title: told.code ? `${told.code}: ${named}` : named,
    explanation: [sentences, ...notes].filter(Boolean).join(" "),
    evidence: told.evidence
      .slice(0, EVIDENCE_LINES)
      .map((found) => ({ ...found, excerpt: spokenValue(found.excerpt, texts.words) })),
    fixes: fixesOf(facts, told, values, texts, others),
    needs: told.needs,
  };
}

/** A message that takes the code's place is said once, and a code that is a whole sentence is a message. */
function codeAndMessage({ code, message }: Values, explanation: string, isOthers: boolean): Values {
  if (!explanation.includes("{code}")) return {};
  const isOptional = !explanation.replace(/\[[^[\]]*\]/g, "").includes("{code}");
  if (!isOptional) return code ? {} : { code: message, message: undefined };
  const withoutStop = (value: unknown) => String(value ?? "").replace(/\.$/, "");
  const isSame = withoutStop(code) === withoutStop(message);
  const isSentence = isOthers && withoutStop(code).length > CODE_CHARACTERS;
  return isSame || isSentence ? { code: undefined, message: message ?? code } : {};
}

export function okFinding(
  facts: Facts,
  confidence: number,
  evidence: Excerpt[],
  needs: string[],
  notes: readonly NoteId[],
  language: Language,
): Finding {
  const { report, fixes, notes: noteTexts } = textsIn(language);
  const { code, group } = facts.accepted ?? {};
  const address = otherAddress(facts);
  const accepted = fill(report[address ? "ok-elsewhere" : "ok-explanation"], { code, group, address });
  const later = code === "4000" ? [] : [report["ok-later"]];
  return {
    layer: null,
    outcome: "ok",
    cause: "none",
    ...(address && { system: address }),
    confidence: rounded(confidence),
    title: address ? fill(report["ok-title-elsewhere"], { address }) : report["ok-title"],
    explanation: [
      accepted,
      ...later,
      ...notes.map((note) => fill(noteTexts[note], { others: facts.evidence.correlation?.others })),
    ].join(" "),
    evidence: evidence.slice(0, EVIDENCE_LINES),
    fixes: notes.includes("not-removed") ? [{ id: "raise-visibility", title: fixes["raise-visibility"] ?? "" }] : [],
    needs,
  };
}

export function unknownFinding(reach: Layer | undefined, needs: string[], language: Language): Finding {
  const { report } = textsIn(language);
  return {
    layer: null,
    outcome: "unknown",
    cause: "none",
    confidence: 0,
    title: report["unknown-title"],
    explanation: fill(report["unknown-explanation"], { layer: reach && report[`layer-${reach}`] }),
    evidence: [],
    fixes: [],
    needs,
  };
}

/** Fixes of a cause that the fix of a line makes needless or wrong. */
const madeNeedless: Partial<Record<string, readonly string[]>> = {
  "grant-named": ["grant-send", "grant-receive", "grant-kms", "enable-key", "check-secrets"],
  "lift-deny": ["grant-send", "grant-receive", "grant-kms", "enable-key", "check-secrets"],
  "grant-kms-send": ["grant-kms"],
  "grant-kms-receive": ["grant-kms"],
  "check-credential-source": ["provide-credentials"],
  "check-before-resend": ["open-route"],
  "check-read-timeout": ["open-route"],
  "trust-certificate": ["open-route", "open-route-solapi", "check-endpoint"],
  "renew-certificate": ["open-route", "open-route-solapi", "check-endpoint"],
  "check-host": ["open-route", "open-route-solapi"],
  "check-tls": ["open-route", "open-route-solapi"],
  "check-dns": ["open-route", "open-route-solapi", "start-redis"],
  "check-proxy": ["open-route", "open-route-solapi"],
  "fit-fifo": ["read-api-log", "check-queue-from-api"],
  "add-slash": ["check-api-url"],
  "unfit-fifo": ["read-api-log", "check-queue-from-api"],
  "trust-origin": ["use-staff-account"],
  "allow-host": ["check-tenant-code", "add-tenant-domain"],
  "trust-policy": ["replace-credentials"],
  "sso-login": ["renew-credentials", "check-credential-source", "provide-credentials"],
  "slow-polling": ["wait-and-retry"],
  "respect-opt-out": ["clear-whitelist"],
  "free-redis": ["start-redis"],
  "correct-redis-login": ["start-redis"],
  "use-primary": ["start-redis"],
  "open-redis": ["start-redis"],
  "reopen-connection": ["check-database"],
  "apply-migrations": ["check-database"],
  "open-database": ["check-database"],
  "correct-database-login": ["check-database"],
  "free-connections": ["check-database"],
  // A container that is started again runs the same image.
  "deploy-image": ["start-worker", "restart-worker", "read-worker-log"],
  "open-route-secrets": ["check-secrets"],
};

const NOTHING_SENT: ReadonlySet<NoteId> = new Set<NoteId>([
  "not-connected",
  "certificate-untrusted",
  "certificate-expired",
  "certificate-of-another",
  "tls-failed",
  "name-unresolved",
  "proxy-refused",
]);

function fixesOf(
  facts: Facts,
  { cause, notes, fixes }: RuleFinding,
  values: Values,
  texts: Texts,
  others: OtherTexts | undefined,
): Fix[] {
  const instead: Partial<Record<string, string>> = {
    // Setting the tenant's number has no effect in a generation that ignores it.
    ...(facts.generation === "2026-08" && { "set-sender": "set-solapi-sender" }),
    ...(facts.process.state === "paused" && { "restart-worker": "unpause-worker" }),
    ...(notes.some((note) => NOTHING_SENT.has(note)) && { reconcile: "open-route-solapi" }),
  };
  const first = notes.includes("handed-over") || notes.includes("child-died") ? ["reconcile"] : [];
  const later = notes.includes("partly-sent") ? ["resend-to-failed"] : [];
  const ids = [...first, ...fixes, ...later, ...causeData(cause).fixes.map((id) => instead[id] ?? id)];
  const kind = facts.platform?.kind;
  const needless = new Set(ids.flatMap((id) => madeNeedless[id] ?? []));
  // Its parent still runs.
  if (notes.includes("child-died")) needless.add("start-worker");
  // Variables of the backend that sends by Solapi.
  const isOwnOnly = (id: string) => others !== undefined && id === "set-solapi-sender";
  return [...new Set(ids)]
    .filter((id) => !isOwnOnly(id) && !needless.has(id))
    .map((id) => {
      const other = others?.fixes[id];
      const title = other ?? (kind && texts.platformFixes[`${id}/${kind}`]) ?? texts.fixes[id] ?? id;
      const command = (other === undefined ? commandsOf(id, kind) : [])
        .map((template) => fillCommand(template, values))
        .find(Boolean);
      return { id, title: fill(title, values), ...(command && { command }) };
    });
}

function commonValues({ evidence, process, sender, queues, regions, platform }: Facts): Values {
  const others = sender.registered?.filter((number) => number !== nationalDigits(sender.value ?? ""));
  const { tenant, queue, sentAt } = evidence;
  return {
    tenant: tenant?.code,
    container: process.name,
    process: platform?.name ?? process.name,
    workload: platform?.workload,
    cluster: platform?.cluster,
    since: sentAt,
    queue: queue?.name ?? queues.api?.value ?? queues.worker?.value,
    region: queue?.region ?? regions.api?.value,
    number: others?.[0],
  };
}

/** The academy's own numbers are not masked: which of them was used is the point. */
const SENDERS = new Set(["sender", "ownNow", "registered", "number", "apiValue", "workerValue"]);

const masked = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([hole, value]) => [
      hole,
      typeof value === "string" && !SENDERS.has(hole) ? maskText(value) : value,
    ]),
  );

/** Keeps punctuation that a value itself doubles, such as `std::error`, from being tidied away. */
const JOINER = "\u2060";
const untouched = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([hole, value]) => [
      hole,
      typeof value === "string" ? value.replace(/(?<=[.,;:]\s?)(?=[.,;:])/g, JOINER) : value,
    ]),
  );

const rounded = (confidence: number) => Math.round(Math.min(0.99, Math.max(0, confidence)) * 100) / 100;
/** A sentence begins with a capital letter, an address with its own. */
export const capital = (text: string) => (/^\S+\.\S/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1));
/** A sentence that begins with a word; names of functions and addresses keep their letters. */
const begun = (text: string) => (/^[a-z]+ /.test(text) ? capital(text) : text);
/** Removes the doubled punctuation that omitted optional parts leave behind. */
const tidy = (text: string) =>
  text
    .replace(/(?<!\s)\s+([.,;:])/g, "$1")
    .replace(/([.,;:])(?:\s*[.,;:])+/g, (marks) => (marks.includes(".") ? "." : marks[0]!))
    .replace(/([?!])\./g, "$1")
    .replace(/^[\s.,;:]+/, "")
    .replace(/\s{2,}/g, " ")
    .trim()
    .replace(/^[a-z](?=\w* provider\b)/, (letter) => letter.toUpperCase());
