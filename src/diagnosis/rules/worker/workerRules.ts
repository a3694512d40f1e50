import type { CauseId } from "../../causes/causeIds";
import type { VerdictOutcome } from "../../outcome";
import { type Facts, isMockSet } from "../../facts";
import { fieldNamesIn } from "../../facts/rowReasons";
import { type Excerpt, clip, excerptAt, excerptOfLine, excerptOfTold, sentence, timesOf } from "../../logLines";
import type { WordedSign } from "../../logs/wordings/wordings";
import { type ToldSign, firstTold, isReason, isSaidIn, tells, toldByWords, toldIn } from "../../signs";
import { type NoteId, type Values, word } from "../../texts/text";
import type { Rule, RuleHit } from "../rule";
import { workerProcessRules } from "./workerProcessRules";
import { workerSilenceRules } from "./workerSilence";

/** A cause identified by a line of the worker or by the reason in a NotificationLog row. */
interface Told {
  cause: CauseId;
  id: string;
  sign: WordedSign;
  /** The API's log has the same line, because both sides have this guard. */
  isInApiToo?: boolean;
  confidence?: number;
  outcome?: (facts: Facts) => VerdictOutcome | undefined;
  values?: (values: Readonly<Record<string, string>>, text: string) => Values;
  isLasting?: boolean;
  isFinal?: boolean;
}

const said = (_: Readonly<Record<string, string>>, text: string): Values => ({ message: sentence(text) });
const why = (values: Readonly<Record<string, string>>, text: string): Values => ({
  reason: values["reason"] ?? clip(text, 90),
});

// prettier-ignore
const told: readonly Told[] = [
  { cause: "worker.message-not-json", id: "line", sign: "body-not-json" },
  { cause: "worker.message-format", id: "line", sign: "body-incomplete", values: ({ shape }) => ({ message: shape && shapeOf(shape) }) },
  { cause: "worker.message-no-tenant", id: "line", sign: "tenant-unnamed", values: said },
  { cause: "worker.signature-invalid", id: "line", sign: "signature-refused", values: why, isFinal: true },
  { cause: "worker.duplicate-dropped", id: "line", sign: "duplicate-found", outcome: dedupOutcome, values: said },
  { cause: "worker.lock-unavailable", id: "refusing", sign: "lock-refuses", values: (_, text) => ({ ...said(_, text), effect: isSaidIn(text, "lock-demanded") ? word("lock-refusing") : undefined }) },
  { cause: "worker.lock-unavailable", id: "open", sign: "lock-skipped", confidence: 0.75, outcome: () => "degraded", values: (_, text) => ({ ...said(_, text), effect: word("lock-open") }), isLasting: true },
  { cause: "worker.reservation-cancelled", id: "line", sign: "reservation-ended", values: ({ reservation }) => ({ reservation }), isFinal: true },
  { cause: "worker.tenant-disabled", id: "line", sign: "tenant-off", values: said, isFinal: true },
  { cause: "worker.recipient-blocked", id: "line", sign: "recipient-stopped", isInApiToo: true, values: said, isFinal: true },
  { cause: "worker.mode-blocked", id: "line", sign: "mode-stopped", values: why, isFinal: true },
];

/** Another delivery ended between its claim and its result, so it may have reached the provider. */
function dedupOutcome({ rows, worker }: Facts): VerdictOutcome | undefined {
  const has = (...states: string[]) => rows?.some(({ status }) => states.includes(status?.toLowerCase() ?? ""));
  const isUnfinished = firstTold(worker, "duplicate-unfinished") !== undefined || has("sending");
  return isUnfinished && has("sending", "processing") ? "ambiguous" : undefined;
}

/** The field names of a payload, never its values. */
function shapeOf(payload: string): string {
  const names = fieldNamesIn(payload);
  return names.length > 0 ? `fields: ${names.join(", ")}` : clip(payload, 100);
}

const toldRules: Rule[] = told.map(
  ({ cause, id, sign, isInApiToo, confidence = 0.95, outcome, values, isLasting, isFinal }): Rule => ({
    id: `${cause}/${id}`,
    cause,
    evaluate(facts) {
      const matches = [...toldIn(facts.worker, sign), ...(isInApiToo ? toldIn(facts.api, sign) : [])];
      const found = facts.rows?.find(({ failure_reason, success }) => !success && isReason(failure_reason, sign));
      // Our runtime logs the move on a line of its own, after the line with the reason.
      const isMoved = ({ line }: ToldSign) => tells(line, "moved-to-dead-letters");
      const reasons = matches.filter((one) => !isMoved(one));
      const last = reasons.at(-1) ?? matches.at(-1);
      if (!last && !found) return undefined;
      const reason = found?.failure_reason ?? "";
      const evidence: Excerpt[] = [];
      if (last) evidence.push(excerptOfTold(last));
      if (found) evidence.push(excerptAt("notificationLogs", `failure_reason=${reason}`));
      const own = outcome?.(facts);
      const count = timesOf(reasons.length > 0 ? reasons : matches);
      const notes: NoteId[] = count > 1 ? ["repeated"] : [];
      const fate = word(matches.some(isMoved) ? "fate-dead" : "fate-deleted");
      return {
        confidence,
        basis: "message",
        evidence,
        values: { fate, ...values?.(last?.values ?? {}, last?.line.text ?? reason), ...(count > 1 && { count }) },
        ...(notes.length > 0 && { notes }),
        ...(own && { outcome: own }),
        ...(last?.line.at !== undefined && { at: last.line.at }),
        ...(isLasting && { isLasting }),
        ...(isFinal && { isFinal }),
      };
    },
  }),
);

const mockLineRule: Rule = {
  id: "worker.mock-mode/log",
  cause: "worker.mock-mode",
  evaluate(facts) {
    const { mock, sent, calls } = facts;
    const mocked = [...mock, ...sent.filter(({ isMock }) => isMock).map(({ line }) => line)];
    const [first] = mocked;
    if (!first) return undefined;
    const real = calls.filter(({ status, method }) => status < 300 && method !== "GET");
    const isMixed = real.some((call) => sent.some(({ isMock, line }) => !isMock && line.line > call.line.line));
    const setting = isMockSet(facts);
    const group = mocked.map((line) => toldByWords(line, "mock-group")?.values["group"]).find(Boolean);
    const trace = clip(group ?? "[MockSolapi]", 80);
    return {
      confidence: isMixed ? 0.85 : 0.97,
      basis: "message",
      evidence: mocked.slice(0, 2).map((line) => excerptOfLine(line)),
      values: { setting: setting && `${setting}=${facts.evidence.worker?.env?.[setting] ?? ""}`, trace },
      ...(isMixed && { notes: ["mixed-instances"] as const satisfies RuleHit["notes"] }),
      isLasting: true,
    };
  },
};

const ownWord = ({ accepted }: Facts) => accepted?.isWorkersWord === true;

const mockSettingRule: Rule = {
  id: "worker.mock-mode/setting",
  cause: "worker.mock-mode",
  evaluate(facts) {
    const setting = isMockSet(facts);
    if (!setting || facts.mock.length > 0 || facts.calls.length > 0 || (facts.accepted && !ownWord(facts)))
      return undefined;
    const value = `${setting}=${facts.evidence.worker?.env?.[setting] ?? ""}`;
    const evidence = [excerptAt(`worker.env.${setting}`, value), ...(facts.accepted?.evidence ?? [])];
    const isHandled = facts.accepted !== undefined;
    return {
      confidence: isHandled ? 0.92 : 0.6,
      basis: isHandled ? "message" : "hint",
      evidence,
      values: { setting: value },
      isLasting: true,
    };
  },
};

/** `send_sms ok` is also logged in mock mode. A real send logs the HTTP client's line before it. */
const noCallRule: Rule = {
  id: "worker.mock-mode/no-http-line",
  cause: "worker.mock-mode",
  evaluate(facts) {
    const { sent, calls, mock, records, rows } = facts;
    if (mock.length > 0 || calls.length > 0 || isMockSet(facts) || !ownWord(facts)) return undefined;
    const isNoRecord = records?.length === 0;
    const real = sent.find(({ isMock }) => !isMock);
    if (!real && !isNoRecord) return undefined;
    const evidence: Excerpt[] = real ? [excerptOfLine(real.line)] : [];
    if (rows?.some(({ success }) => success)) evidence.push(excerptAt("notificationLogs", "success=true"));
    if (isNoRecord) evidence.push(excerptAt("provider.messages", word("no-record")));
    const trace = word(real ? "no-http-line" : "no-provider-record");
    return {
      confidence: isNoRecord ? (real ? 0.85 : 0.75) : 0.6,
      basis: "message",
      evidence,
      values: { trace },
      isLasting: true,
    };
  },
};

const differsRule: Rule = {
  id: "worker.environment-differs/env",
  cause: "worker.environment-differs",
  evaluate(facts) {
    const [first] = facts.differences.filter(({ variable }) => !variable.startsWith("AWS_ENDPOINT_URL"));
    if (!first) return undefined;
    const { variable, api, worker } = first;
    const evidence = [
      excerptAt(`api.env.${variable}`, `${variable}=${api}`),
      excerptAt(`worker.env.${variable}`, `${variable}=${worker}`),
    ];
    return {
      confidence: 0.45,
      basis: "hint",
      evidence,
      values: { variable, apiValue: clip(api, 60) || '""', workerValue: clip(worker, 60) || '""' },
    };
  },
};

export const workerRules: readonly Rule[] = [
  ...workerProcessRules,
  ...workerSilenceRules,
  ...toldRules,
  mockLineRule,
  mockSettingRule,
  noCallRule,
  differsRule,
];
