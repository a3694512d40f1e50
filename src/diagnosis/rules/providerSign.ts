import type { CauseId } from "../causes/causeIds";
import type { NotificationLogRow } from "../evidence";
import type { Facts } from "../facts";
import { nationalDigits, isSameNumber, recipientIn } from "../facts/namedRecipients";
import { type ProviderSign, isCode, isLaterSign } from "../facts/providerSigns";
import { isUnexplainedReason, isUnsettledStatus } from "../facts/rowReasons";
import type { VerdictOutcome } from "../outcome";
import { lastTold } from "../signs";
import { type NoteId, type Values, word } from "../texts/text";
import { adviceFor } from "./connectionAdvice";
import type { Rule, RuleHit } from "./rule";

const GENERIC = "provider.rejected-reason-lost";

const confidenceOf: Record<ProviderSign["origin"], number> = {
  record: 0.95,
  log: 0.95,
  words: 0.75,
  row: 0.93,
  http: 0.85,
  probe: 0.6,
};
const strength: readonly ProviderSign["origin"][] = ["record", "log", "row", "words", "http", "probe"];

/** The backend recorded the message as sent. */
const isBelieved = ({ sent, rows, signs }: Facts) =>
  (sent.some(({ isMock }) => !isMock) || (rows ?? []).some(({ success }) => success === true)) &&
  !signs.some(({ origin }) => origin === "log" || origin === "row");

export const senderValues = ({ sender, evidence, generation }: Facts): Values => ({
  ownEmpty:
    evidence.tenant?.messaging_sender?.trim() === "" && generation !== "2026-08"
      ? (evidence.tenant.code ?? "The tenant")
      : undefined,
  sender: sender.value,
  senderSource: sender.source,
  registered: sender.registered?.slice(0, 3).join(", "),
  ownNow: generation === "2026-08" ? undefined : evidence.tenant?.messaging_sender?.trim(),
  tenant: evidence.tenant?.code,
});

function outcomeOf(facts: Facts, sign: ProviderSign): VerdictOutcome | undefined {
  if (sign.isNotConnected) return "blocked";
  const isFailureKnown = facts.signs.some(({ origin }) => origin === "log" || origin === "row");
  if (isLaterSign(sign)) return isFailureKnown && !isBelieved(facts) ? "blocked" : "silent";
  if (sign.origin === "record" && isBelieved(facts)) return "silent";
  if (sign.cause === "provider.alimtalk-undelivered" || sign.cause === "provider.undelivered") return "blocked";
  return undefined;
}

/** A status with several possible meanings and no text that says which. */
const isVague = ({ origin, code }: ProviderSign) => origin === "http" && (code === "HTTP 403" || code === "HTTP 413");

export const isInactive = ({ sender, evidence }: Facts) =>
  sender.isRegistered === false &&
  evidence.provider?.senders?.some(({ phoneNumber }) => nationalDigits(phoneNumber) === sender.value);

/**
 * Whether a record's number differs from every number in rows and log. If they contain no number, whether there are
 * also records of other numbers. Such a record may belong to someone else.
 */
function isOfOtherNumber({ rows = [], worker = [], records = [], answer }: Facts, { origin, to }: ProviderSign) {
  if (origin !== "record" || to === undefined || (answer.enqueued ?? 1) > 1) return false;
  const named = [
    ...rows.map(({ recipient_summary: row }) => row),
    ...worker.map(({ text }) => recipientIn(text)),
  ].filter((number) => number !== undefined && nationalDigits(number) !== "");
  const isSame = (number: string | undefined) => number !== undefined && isSameNumber(number, to);
  return named.length > 0
    ? !named.some(isSame)
    : records.some((record) => record.to !== undefined && !isSame(record.to));
}

function notesOf(facts: Facts, sign: ProviderSign): NoteId[] {
  const notes: NoteId[] = [];
  const isLost = facts.signs.some(({ cause, origin }) => cause === GENERIC && origin !== "record");
  if (sign.origin === "record" && isLost) notes.push("recovered");
  const connection = adviceFor(sign.step);
  if (connection && connection.note !== "not-connected") notes.push(connection.note);
  if (connection && sign.cause === "provider.timeout") notes.push("not-connected");
  if (sign.origin === "probe") notes.push("seen-at-probe");
  if (isVague(sign) && sign.cause === "provider.unauthorized") notes.push("forbidden-otherwise");
  if (sign.cause === "provider.sender-not-registered" && isInactive(facts)) notes.push("sender-inactive");
  if (sign.origin === "record" && facts.accepted && !facts.accepted.isWorkersWord && (facts.records?.length ?? 0) > 1)
    notes.push("mixed-results");
  if (sign.cause === "provider.sender-not-registered" || sign.cause === "provider.sender-missing")
    notes.push(facts.generation === "2026-08" ? "sender-ignored" : "sender-order");
  return notes;
}

function hitOf(facts: Facts, own: readonly ProviderSign[]): RuleHit | undefined {
  const sign = strength.flatMap((origin) => own.filter((one) => one.origin === origin)).at(0);
  if (!sign) return undefined;
  const { isReplaced } = sign;
  const message = own.find((one) => one.message)?.message;
  const code = own.find((one) => one.code && one.origin !== "http")?.code ?? sign.code;
  const isPersonal = sign.origin === "probe" && personal.has(sign.cause);
  const outcome = isReplaced ? "degraded" : outcomeOf(facts, sign);
  const last = own.map(({ at }) => at).filter((at) => at !== undefined);
  const sources = new Set<string>();
  const told = own.filter(({ evidence }) => !sources.has(evidence.source) && sources.add(evidence.source));
  const to = own.find((one) => one.to)?.to;
  return {
    confidence: isReplaced
      ? 0.45
      : isOfOtherNumber(facts, sign)
        ? 0.6
        : isVague(sign)
          ? 0.55
          : isPersonal
            ? 0.7
            : sign.origin === "log" && !sign.code
              ? 0.9
              : confidenceOf[sign.origin],
    basis: sign.origin === "probe" || isVague(sign) || isReplaced ? "hint" : "message",
    evidence: told.map(({ evidence }) => evidence),
    values: {
      ...senderValues(facts),
      code,
      message,
      keys: sign.keys,
      ip: own.find((one) => one.address)?.address,
      balance: facts.evidence.provider?.balance?.balance,
      risk: sign.isNotConnected ? undefined : word("may-be-sent"),
    },
    notes: notesOf(facts, sign),
    fixes: adviceFor(sign.step)?.fixes ?? [],
    ...(code && isCode(code) && { code }),
    ...(outcome && { outcome }),
    ...(last.length > 0 && { at: Math.max(...last) }),
    ...(to && { to }),
    ...((outcome === "silent" || sign.cause === "provider.reply-unreadable") && { isLasting: true }),
  };
}

/** A person who probes has keys and numbers of their own. */
const personal: ReadonlySet<CauseId> = new Set<CauseId>([
  "provider.unauthorized",
  "provider.sender-missing",
  "provider.sender-not-registered",
]);

/** What the provider said of the message: in its record, its answer, the log, or the NotificationLog row. */
export const providerSignRule = (cause: CauseId): Rule => ({
  id: "sign",
  evaluate: (facts) =>
    hitOf(
      facts,
      facts.signs.filter((sign) => sign.cause === cause),
    ),
});

/** The provider refused without a reason, and nothing more specific is known. */
export const isLost = ({ signs, rows, worker }: Facts) => {
  const better = signs.some(({ cause, origin }) => cause !== GENERIC && origin !== "http" && origin !== "probe");
  const failed =
    signs.some(({ cause }) => cause === GENERIC) ||
    lastTold(worker, "attempt-failed") !== undefined ||
    (rows ?? []).some(isUnexplained);
  return !better && failed;
};

/**
 * The August generation writes the row when it claims the message. Until the result is known, the row is a failure
 * without a reason.
 */
export const isUnexplained = ({ success, status, failure_reason }: NotificationLogRow) =>
  success === false && !isUnsettledStatus(status) && isUnexplainedReason(failure_reason);
