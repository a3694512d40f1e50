import { isSuccess } from "../answer";
import { isDjangosBadRequest, isStrangersPage } from "../answerPage";
import type { Facts } from "../facts";
import { clip, excerptAt, excerptOfLine, firstMatch, lastMatch } from "../logLines";
import { apiDecisionRules } from "./apiDecisions";
import { isElsewhere, isSlashMissing, pageRules } from "./apiPages";
import { GATEWAYS, answerEvidence, answerValues, isSpecial, refusalRules } from "./apiRefusals";
import { word } from "../texts/text";
import type { Rule, RuleHit } from "./rule";

const fieldRule: Rule = {
  id: "api.validation/field",
  cause: "api.validation",
  evaluate(facts) {
    const { answer } = facts;
    if (answer.status !== 400 && answer.status !== 422 && answer.status !== 413 && answer.status !== 415)
      return undefined;
    const named = Object.entries(answer.fields);
    const [field, complaint] = named[0] ?? [];
    const isNamed = isSpecial(facts) || isElsewhere(facts) || isDjangosBadRequest(answer) || emptySender(facts);
    if (!field && isNamed) return undefined;
    const said = /\b(student_ids|send_to|message_mode|template_id|raw_body|raw_subject)\b/.exec(answer.text)?.[1];
    return {
      confidence: field ? 0.95 : 0.7,
      basis: "message",
      evidence: answerEvidence(facts),
      values: {
        ...answerValues(facts),
        field: named.map(([name]) => name).join(", ") || said,
        detail: clip(complaint ?? answer.detail, 160).replace(/[.。]$/, ""),
      },
    };
  },
};

/**
 * A 400 without a readable reason, for a tenant known to have no sender. The API never reports this as an HTML page.
 */
function emptySender(facts: Facts): boolean {
  const { answer, evidence } = facts;
  return (
    answer.status === 400 &&
    !answer.isHtml &&
    !isElsewhere(facts) &&
    evidence.tenant?.messaging_sender?.trim() === "" &&
    Object.keys(answer.fields).length === 0 &&
    !isSpecial(facts)
  );
}

const emptySenderRule: Rule = {
  id: "api.sender-empty/value",
  cause: "api.sender-empty",
  evaluate(facts) {
    if (facts.generation === "2026-08") return undefined;
    if (emptySender(facts)) {
      const evidence = [...answerEvidence(facts), excerptAt("tenant.messaging_sender", '""')];
      return { confidence: facts.answer.text ? 0.7 : 0.8, basis: "message", evidence, values: answerValues(facts) };
    }
    // Without an answer the empty value is only a warning, not a verdict.
    if (facts.evidence.tenant?.messaging_sender?.trim() !== "" || facts.answer.status !== undefined || facts.reach)
      return undefined;
    const evidence = [excerptAt("tenant.messaging_sender", '""')];
    return { confidence: 0.4, basis: "hint", evidence, values: { ...answerValues(facts), status: 400 } };
  },
};

const forbiddenRule: Rule = {
  id: "api.forbidden/status",
  cause: "api.forbidden",
  evaluate(facts) {
    if (facts.answer.status !== 403 || isSpecial(facts) || facts.evidence.tenant?.messaging_is_active === false)
      return undefined;
    const who = word(isStrangersPage(facts.answer) ? "page-of-another" : "only-staff");
    return {
      confidence: 0.85,
      basis: "message",
      evidence: answerEvidence(facts),
      values: { ...answerValues(facts), who },
    };
  },
};

const disabledRule: Rule = {
  id: "api.messaging-disabled/switch",
  cause: "api.messaging-disabled",
  evaluate(facts) {
    const { answer, evidence } = facts;
    if (answer.status !== 403 || isSpecial(facts) || evidence.tenant?.messaging_is_active !== false) return undefined;
    const found = excerptAt("tenant.messaging_is_active", "false");
    return {
      confidence: 0.85,
      basis: "message",
      evidence: [...answerEvidence(facts), found],
      values: answerValues(facts),
    };
  },
};

const recipientRule = (cause: "api.no-recipients" | "api.recipients-skipped"): Rule => ({
  id: `${cause}/counts`,
  cause,
  evaluate(facts) {
    const { enqueued, skipped = 0 } = facts.answer;
    if (enqueued === undefined || skipped === 0 || enqueued > 0 !== (cause === "api.recipients-skipped"))
      return undefined;
    const counts = excerptAt("api", `${facts.answer.status ?? 200} enqueued=${enqueued}, skipped_no_phone=${skipped}`);
    return {
      confidence: 0.95,
      basis: "message",
      evidence: [counts],
      values: { ...answerValues(facts), enqueued, skipped },
      isLasting: true,
    };
  },
});

/** The backend ignores IDs that it does not find, so fewer are enqueued and skipped than were requested. */
const missingStudentsRule: Rule = {
  id: "api.students-not-found/counts",
  cause: "api.students-not-found",
  evaluate({ answer, evidence: { request } }) {
    const asked = new Set(request?.student_ids ?? []).size;
    const { enqueued = 0, skipped = 0, scheduled = 0, failed = 0 } = answer;
    const missing = asked - enqueued - skipped - scheduled - failed;
    if (!isSuccess(answer) || enqueued === 0 || missing <= 0) return undefined;
    return {
      confidence: 0.75,
      basis: "message",
      outcome: "degraded",
      evidence: [excerptAt("api", `student_ids ${asked}, enqueued=${enqueued}, skipped_no_phone=${skipped}`)],
      values: { status: answer.status, students: request?.student_ids?.slice(0, 20).join(", "), missing, asked },
      notes: ["some-students-missing"],
      isLasting: true,
    };
  },
};

const serverErrorRule: Rule = {
  id: "api.server-error/status",
  cause: "api.server-error",
  evaluate(facts) {
    const { answer, api } = facts;
    const { status } = answer;
    const isServerError = status !== undefined && status >= 500 && !GATEWAYS.includes(status) && status < 520;
    if (!isServerError || isSlashMissing(facts) || answer.codes.some((code) => code.startsWith("tenant_")))
      return undefined;
    const thrown = (api ?? []).filter(({ record }) => record.exception).at(-1);
    const exception = thrown ? `${thrown.record.exception!.type}: ${thrown.record.exception!.message}` : answer.detail;
    const evidence = [...answerEvidence(facts), ...(thrown ? [excerptOfLine(thrown)] : [])];
    return {
      confidence: 0.9,
      basis: "message",
      evidence,
      values: { ...answerValues(facts), exception: clip(exception, 160) },
    };
  },
};

const UNREACHABLE =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|CERT|SSL|TLS|SELF_SIGNED|UND_ERR_SOCKET|refused|not known|getaddrinfo|fetch failed|network|socket hang up/i;
const TIMED_OUT = /ETIMEDOUT|ESOCKETTIMEDOUT|TIMEOUT|AbortError|timed? ?out|시간 ?초과|aborted/i;
const SLOW_MS = 10_000;

function noAnswer(facts: Facts): "timeout" | "unreachable" | undefined {
  const { answer } = facts;
  if (answer.status === 408) return "timeout";
  if (answer.status !== undefined) return undefined;
  if (answer.error) {
    const said = `${answer.error.code} ${answer.error.message}`;
    return TIMED_OUT.test(answer.error.code) || (!UNREACHABLE.test(answer.error.code) && TIMED_OUT.test(said))
      ? "timeout"
      : "unreachable";
  }
  return (answer.elapsedMs ?? 0) >= SLOW_MS ? "timeout" : undefined;
}

const noAnswerRule = (kind: "timeout" | "unreachable"): Rule => ({
  id: `api.${kind}/error`,
  cause: `api.${kind}`,
  evaluate(facts) {
    if (noAnswer(facts) !== kind) return undefined;
    const { error, status, elapsedMs } = facts.answer;
    const isKnown =
      error !== undefined &&
      (TIMED_OUT.test(`${error.code} ${error.message}`) || UNREACHABLE.test(`${error.code} ${error.message}`));
    const said = error
      ? `${error.code} ${error.message}`.trim()
      : `${status ?? "no status"} after ${elapsedMs ?? "?"} ms`;
    return {
      confidence: isKnown || status === 408 ? 0.95 : 0.8,
      basis: "message",
      evidence: [excerptAt(error ? "api.error" : "api", said)],
      values: { ...answerValues(facts), error: clip(said, 160) },
    };
  },
});

const otherRefusalRule: Rule = {
  id: "api.validation/other-status",
  cause: "api.validation",
  evaluate(facts) {
    const { status } = facts.answer;
    const known = [400, 401, 403, 404, 405, 408, 413, 415, 422, 429];
    if (status === undefined || status < 400 || status >= 500 || known.includes(status) || isSpecial(facts))
      return undefined;
    return { confidence: 0.6, basis: "message", evidence: answerEvidence(facts), values: answerValues(facts) };
  },
};

const DISALLOWED_HOST = /Invalid HTTP_HOST header|DisallowedHost/i;
const hostRule: Rule = {
  id: "api.tenant-not-resolved/host",
  cause: "api.tenant-not-resolved",
  evaluate(facts) {
    const { answer, api } = facts;
    const logged = lastMatch(api, DISALLOWED_HOST);
    const isSaid = logged !== undefined || DISALLOWED_HOST.test(answer.text);
    const isLoggedAlone =
      logged !== undefined && answer.status === undefined && !answer.error && facts.reach === undefined;
    if (!isLoggedAlone && (answer.status !== 400 || (!isSaid && !isDjangosBadRequest(answer)))) return undefined;
    const evidence = [...(logged ? [excerptOfLine(logged.line, logged.groups)] : []), ...answerEvidence(facts)];
    return {
      confidence: isSaid ? 0.85 : 0.65,
      basis: "message",
      evidence,
      values: { ...answerValues(facts), detail: clip(logged?.line.text ?? answer.detail, 160) },
    };
  },
};

const emptyJobRule: Rule = {
  id: "api.body-empty/log",
  cause: "api.body-empty",
  evaluate(facts): RuleHit | undefined {
    const found = firstMatch(facts.api, /enqueue skipped: to or text empty/);
    if (!found || facts.answer.enqueued !== 0) return undefined;
    return {
      confidence: 0.75,
      basis: "message",
      evidence: [excerptOfLine(found.line)],
      values: { ...answerValues(facts), detail: word("empty-job") },
    };
  },
};

export const apiRules: readonly Rule[] = [
  ...refusalRules,
  fieldRule,
  emptySenderRule,
  forbiddenRule,
  disabledRule,
  ...apiDecisionRules,
  recipientRule("api.no-recipients"),
  recipientRule("api.recipients-skipped"),
  missingStudentsRule,
  serverErrorRule,
  noAnswerRule("timeout"),
  noAnswerRule("unreachable"),
  ...pageRules,
  otherRefusalRule,
  hostRule,
  emptyJobRule,
];
