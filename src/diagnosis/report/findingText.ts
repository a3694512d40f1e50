import { maskText } from "../../common/masking";
import type { Layer } from "../../common/layer";
import { causes } from "../causes/allCauses";
import { type CauseText, layerOfCause } from "../causes/cause";
import type { CauseId } from "../causes/causeIds";
import { type FixId, fixes } from "../fixes/allFixes";
import type { VerdictOutcome } from "../outcome";
import type { Finding } from "../diagnosis";
import type { Facts } from "../facts";
import { nationalDigits } from "../facts/namedRecipients";
import { otherAddress, otherSystem } from "../facts/otherSystem";
import type { Excerpt } from "../logLines";
import { type Language, textsIn } from "../texts/language";
import { type NoteId, type Values, fill, spoken, spokenValue } from "../texts/text";
import { fixesOf } from "./findingFixes";

/** Undefined if the vocabulary has no such cause. */
export function titleOfCause(id: string, language: Language): string | undefined {
  return Object.hasOwn(causes, id) ? causes[id as CauseId][language].title : undefined;
}

/** What fixes a cause, in the order to try it. */
export const fixTitlesOf = (cause: CauseId, language: Language): string[] =>
  causes[cause].fixes.map((id) => fill(fixes[id][language], {}));

/** The input for a finding's text. */
export interface RuleFinding {
  cause: CauseId;
  outcome: VerdictOutcome;
  confidence: number;
  evidence: Excerpt[];
  values: Values;
  notes: readonly NoteId[];
  fixes: readonly FixId[];
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
  const { title: whole, explanation, partialTitle } = textOf(told, language, system);
  const title = told.outcome === "degraded" ? (partialTitle ?? whole) : whole;
  const once = {
    ...codeAndMessage(told.values, explanation, system !== undefined),
    ...answerOrLog(told.values, explanation),
  };
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
    ...(system !== undefined && { system: String(values["system"]) }),
    confidence: rounded(told.confidence),
    title: told.code ? `${told.code}: ${named}` : named,
    explanation: [sentences, ...notes].filter(Boolean).join(" "),
    evidence: told.evidence
      .slice(0, EVIDENCE_LINES)
      .map((found) => ({ ...found, excerpt: spokenValue(found.excerpt, texts.words) })),
    fixes: fixesOf(facts, told, values, language, system !== undefined),
    needs: told.needs,
  };
}

/** The cause's text that fits: of another system, of what the line says, or its usual one. */
function textOf({ cause, values }: RuleFinding, language: Language, system: string | undefined): CauseText {
  const usual = causes[cause][language];
  const elsewhere = system === undefined ? undefined : usual.elsewhere;
  return elsewhere ?? usual.variants?.[String(values["variant"])] ?? usual;
}

/**
 * A code and the message with it. A message that takes the code's place is said once; without a code it stands `alone`,
 * and a code of another system that is a whole sentence is a message.
 */
function codeAndMessage({ code, message }: Values, explanation: string, isOthers: boolean): Values {
  if (!explanation.includes("{alone}")) return {};
  const isSame = withoutStop(code) === withoutStop(message);
  const isSentence = isOthers && withoutStop(code).length > CODE_CHARACTERS;
  return isSame || isSentence || !code ? { code: undefined, message: undefined, alone: message || code } : {};
}

/** What the API says is its log's where it gave no answer. */
const answerOrLog = ({ status, detail }: Values, explanation: string): Values =>
  status === undefined && detail && explanation.includes("{logged}") ? { detail: undefined, logged: detail } : {};

const withoutStop = (value: Values[string]) => String(value ?? "").replace(/\.$/, "");

export function okFinding(
  facts: Facts,
  confidence: number,
  evidence: Excerpt[],
  needs: string[],
  notes: readonly NoteId[],
  language: Language,
): Finding {
  const { report, notes: noteTexts } = textsIn(language);
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
    fixes: notes.includes("not-removed")
      ? [{ id: "raise-visibility", title: fixes["raise-visibility"][language] }]
      : [],
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
