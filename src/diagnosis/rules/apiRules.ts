import { isSuccess } from "../answers/answer";
import { isDjangosBadRequest, isStrangersPage } from "../answers/answerPage";
import { fieldNamedIn, isGivenUp, isSlashMissing, whyNoAnswer } from "../answers/answerWords";
import { GATEWAYS, hasEmptyBody, isSpecial } from "../answers/refusals";
import type { Facts } from "../facts";
import { clip, excerptAt, excerptOfLine, excerptOfTold, sentence } from "../logLines";
import { firstTold, isSaidIn, lastTold } from "../signs";
import { apiDecisionRules } from "./apiDecisions";
import { isElsewhere, pageRules } from "./apiPages";
import { answerEvidence, answerValues, refusalRules } from "./apiRefusals";
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
    const isNamed = isSpecial(facts.answer) || isElsewhere(facts) || isDjangosBadRequest(answer) || emptySender(facts);
    if ((!field && isNamed) || hasEmptyBody(answer)) return undefined;
    return {
      confidence: field ? 0.95 : 0.7,
      basis: "message",
      evidence: answerEvidence(facts),
      values: {
        ...answerValues(facts),
        field: named.map(([name]) => name).join(", ") || fieldNamedIn(answer),
        detail: sentence(complaint ?? answer.detail),
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
    !isSpecial(facts.answer)
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
    if (facts.answer.status !== 403 || isSpecial(facts.answer) || facts.evidence.tenant?.messaging_is_active === false)
      return undefined;
    const evidence = answerEvidence(facts);
    const csrf = isSaidIn(facts.answer.text || facts.answer.detail, "csrf-refused")
      ? facts.answer.detail
      : evidence.find(({ excerpt }) => isSaidIn(excerpt, "csrf-refused"))?.excerpt;
    const who = word(isStrangersPage(facts.answer) ? "page-of-another" : "only-staff");
    return {
      confidence: 0.85,
      basis: "message",
      evidence,
      values: { ...answerValues(facts), who, ...(csrf && { variant: "csrf", detail: sentence(csrf) }) },
      ...(csrf && { fixes: ["trust-origin"] as const }),
    };
  },
};

const disabledRule: Rule = {
  id: "api.messaging-disabled/switch",
  cause: "api.messaging-disabled",
  evaluate(facts) {
    const { answer, evidence } = facts;
    if (answer.status !== 403 || isSpecial(facts.answer) || evidence.tenant?.messaging_is_active !== false)
      return undefined;
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
    if (!isServerError || isSlashMissing(answer) || answer.codes.some((code) => code.startsWith("tenant_")))
      return undefined;
    const thrown = (api ?? []).filter(({ record }) => record.exception).at(-1);
    const exception = thrown ? `${thrown.record.exception!.type}: ${thrown.record.exception!.message}` : answer.detail;
    const evidence = [...answerEvidence(facts), ...(thrown ? [excerptOfLine(thrown)] : [])];
    return {
      confidence: 0.9,
      basis: "message",
      evidence,
      values: { ...answerValues(facts), exception: sentence(exception) },
    };
  },
};

const noAnswerRule = (kind: "timeout" | "unreachable"): Rule => ({
  id: `api.${kind}/error`,
  cause: `api.${kind}`,
  evaluate(facts) {
    const why = whyNoAnswer(facts.answer);
    if (why?.kind !== kind) return undefined;
    const { error, status, elapsedMs } = facts.answer;
    const said = error
      ? `${error.code} ${error.message}`.trim()
      : `${status ?? "no status"} after ${elapsedMs ?? "?"} ms`;
    return {
      confidence: why.isKnown ? 0.95 : 0.8,
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
    const known = [400, 401, 403, 404, 405, 413, 415, 422, 429];
    if (
      status === undefined ||
      status < 400 ||
      status >= 500 ||
      known.includes(status) ||
      isGivenUp(status) ||
      isSpecial(facts.answer)
    )
      return undefined;
    return { confidence: 0.6, basis: "message", evidence: answerEvidence(facts), values: answerValues(facts) };
  },
};

const hostRule: Rule = {
  id: "api.tenant-not-resolved/host",
  cause: "api.tenant-not-resolved",
  evaluate(facts) {
    const { answer, api } = facts;
    const logged = lastTold(api, "host-refused");
    const isSaid = logged !== undefined || isSaidIn(answer.text, "host-refused");
    const isLoggedAlone =
      logged !== undefined && answer.status === undefined && !answer.error && facts.reach === undefined;
    if (!isLoggedAlone && (answer.status !== 400 || (!isSaid && !isDjangosBadRequest(answer)))) return undefined;
    const evidence = [...(logged ? [excerptOfTold(logged)] : []), ...answerEvidence(facts)];
    return {
      confidence: isSaid ? 0.85 : 0.65,
      basis: "message",
      evidence,
      values: { ...answerValues(facts), detail: sentence(logged?.line.text ?? answer.detail) },
      fixes: ["allow-host"],
    };
  },
};

const emptyJobRule: Rule = {
  id: "api.body-empty/log",
  cause: "api.body-empty",
  evaluate(facts): RuleHit | undefined {
    const found = firstTold(facts.api, "job-empty");
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
