import type { CauseId, VerdictOutcome } from "../../causes";
import { type Facts, isMockSet } from "../../facts";
import { type Excerpt, allMatches, clip, excerptAt, excerptOfLine, firstMatch, timesOf } from "../../logLines";
import { type NoteId, type Values, word } from "../../texts/text";
import type { Rule, RuleHit } from "../rule";
import { workerProcessRules } from "./workerProcessRules";
import { workerSilenceRules } from "./workerSilence";

/** A cause identified by a line of the worker or by the reason in a NotificationLog row. */
interface Told {
  cause: CauseId;
  id: string;
  line?: RegExp;
  unless?: RegExp;
  /** Matches a row's failure_reason. In the August generation `status` counts as one. */
  row?: RegExp;
  /** The API's log has the same line, because both sides have this guard. */
  isInApiToo?: boolean;
  confidence?: number;
  outcome?: (facts: Facts) => VerdictOutcome | undefined;
  values?: (groups: RegExpExecArray, text: string) => Values;
  isLasting?: boolean;
  isFinal?: boolean;
}

const MOVED = /moved to dead-letter queue/i;

const said = (_groups: RegExpExecArray, text: string): Values => ({ message: clip(text, 160).replace(/\.$/, "") });

// prettier-ignore
const told: readonly Told[] = [
  { cause: "worker.message-not-json", id: "line", line: /Invalid JSON in message|dead-letter queue.*reason=invalid-json|message body is not (?:valid )?JSON/i, row: /^(?:invalid|not)[_ ]json/i },
  { cause: "worker.message-format", id: "line", line: /Invalid message format(?:: ?(.*))?|dead-letter queue.*reason=invalid-format/i, row: /invalid[_ ]message[_ ]format/i, values: (groups) => ({ message: groups[1] && shapeOf(groups[1]) }) },
  { cause: "worker.message-no-tenant", id: "line", line: /Message missing tenant_id|invalid tenant_id=|contradictory tenant binding|reason=(?:unknown|missing)-tenant/i, row: /tenant_id_(?:missing|required|invalid)|unknown[-_]tenant/i, values: said },
  { cause: "worker.signature-invalid", id: "line", line: /(?:invalid or )?missing tenant binding signature(?:.*reason=(\S+))?|tenant[ _]binding[ _]signature.{0,20}(?:invalid|mismatch|missing)/i, unless: /legacy messaging payload accepted/i, row: /(?:tenant_binding_signature|invalid_business_idempotency_key)/i, values: (groups, text) => ({ reason: groups[1] ?? clip(text, 80) }), isFinal: true },
  { cause: "worker.duplicate-dropped", id: "line", line: /IDEMPOTENT_SKIP|Duplicate (?:in-flight message|delivery of)|Business dedup: key=\S+ (?:already|still)|DB dedup: message_id=\S+ already|taken for a duplicate/i, row: /^(?:duplicate|idempotent_skip|business_dedup)/i, outcome: dedupOutcome, values: said },
  { cause: "worker.lock-unavailable", id: "refusing", line: /Redis (?:not available|unavailable).{0,40}(?:REJECT|leaving)|REJECTING job|Redis lock acquire failed, REJECTING|leaving message in SQS for retry|redis\.exceptions\.\w+Error/i, unless: /will use DB fallback|allowing job|progress record|lock release/i, row: /redis_unavailable|lock_unavailable/i, values: (_, text) => ({ ...said(_, text), effect: word("lock-refusing") }) },
  { cause: "worker.lock-unavailable", id: "open", line: /Redis connection failed|Redis lock acquire failed, allowing/i, confidence: 0.75, outcome: () => "degraded", values: (_, text) => ({ ...said(_, text), effect: word("lock-open") }), isLasting: true },
  { cause: "worker.reservation-cancelled", id: "line", line: /reservation_id=(\S+) cancelled/i, row: /reservation[_ ]cancelled/i, values: (groups) => ({ reservation: groups[1] }), isFinal: true },
  { cause: "worker.tenant-disabled", id: "line", line: /Message skipped: \S*tenant_id=\S+ (?:is test tenant|messaging disabled)|business_tenant_id=\S+ messaging disabled/i, row: /^(?:messaging|tenant)_disabled/i, values: said, isFinal: true },
  { cause: "worker.recipient-blocked", id: "line", line: /recipient_guard: blocked|recipient[= ]\S+ rejected by policy|blocked recipient \S+ \(whitelist\)/i, row: /recipient_(?:blocked|not_allowed|denied)|whitelist|denylist|blocked_by_policy/i, isInApiToo: true, values: said, isFinal: true },
  { cause: "worker.mode-blocked", id: "line", line: /blocked delivery:?.*?(?:reason=(?!alimtalk_requires)(\S+)|$)|non-Alimtalk mode/i, unless: /alimtalk_requires_pf_id/, row: /template_not_allowed|sms_disabled|mode_(?:not_allowed|blocked)|^(?:common_|unified_)?template_(?:not_allowed|mismatch|unavailable)|non_alimtalk/i, values: (groups, text) => ({ reason: groups[1] ?? clip(text, 100) }), isFinal: true },
];

/** Another delivery ended between its claim and its result, so it may have reached the provider. */
function dedupOutcome({ rows, worker }: Facts): VerdictOutcome | undefined {
  const isUnfinished =
    firstMatch(worker, /still processing for same SQS message/) ||
    rows?.some(({ status }) => /^sending$/i.test(status ?? ""));
  return isUnfinished && rows?.some(({ status }) => /^(?:sending|processing)$/i.test(status ?? ""))
    ? "ambiguous"
    : undefined;
}

/** The field names of a payload, never its values. */
const shapeOf = (payload: string) => {
  const names = [...payload.matchAll(/["'](\w+)["']\s*:/g)].map(([, name]) => name);
  return names.length > 0 ? `fields: ${names.join(", ")}` : clip(payload, 100);
};

const toldRules: Rule[] = told.map(
  ({ cause, id, line, unless, row, isInApiToo, confidence = 0.95, outcome, values, isLasting, isFinal }): Rule => ({
    id: `${cause}/${id}`,
    cause,
    evaluate(facts) {
      const matches = [
        ...(line ? allMatches(facts.worker, line, unless) : []),
        ...(line && isInApiToo ? allMatches(facts.api, line, unless) : []),
      ];
      const found = row
        ? facts.rows?.find(({ failure_reason, success }) => !success && row.test(failure_reason ?? ""))
        : undefined;
      // Our runtime logs the move on a line of its own, after the line with the reason.
      const reasons = matches.filter(({ line: { text } }) => !MOVED.test(text));
      const last = reasons.at(-1) ?? matches.at(-1);
      if (!last && !found) return undefined;
      const reason = found?.failure_reason ?? "";
      const groups = last?.groups ?? row!.exec(reason)!;
      const evidence: Excerpt[] = [];
      if (last) evidence.push(excerptOfLine(last.line, last.groups));
      if (found) evidence.push(excerptAt("notificationLogs", `failure_reason=${reason}`));
      const own = outcome?.(facts);
      const count = timesOf(reasons.length > 0 ? reasons : matches);
      const notes: NoteId[] = count > 1 ? ["repeated"] : [];
      const fate = word(matches.some(({ line: { text } }) => MOVED.test(text)) ? "fate-dead" : "fate-deleted");
      return {
        confidence,
        basis: "message",
        evidence,
        values: { fate, ...values?.(groups, last?.line.text ?? reason), ...(count > 1 && { count }) },
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
    const trace = clip(/group_id=mock\S*/.exec(mocked.map(({ text }) => text).join(" "))?.[0] ?? "[MockSolapi]", 80);
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
