import { clip, excerptAt } from "../../../logLines";
import { answerValues } from "../../../rules/apiAnswer";
import { deferral, failure, isNothingQueued } from "../../../rules/outbox";
import type { Rule } from "../../../rules/rule";
import type { Cause } from "../../cause";

const scheduledRule: Rule = {
  id: "scheduled",
  evaluate(facts) {
    const deferred = deferral(facts);
    if (!deferred && (!facts.answer.scheduled || !isNothingQueued(facts) || failure(facts))) return undefined;
    if (facts.accepted) return undefined;
    const counts = excerptAt("api", `${facts.answer.status ?? ""} scheduled=${facts.answer.scheduled ?? "?"}`);
    return {
      confidence: deferred ? 0.92 : 0.75,
      basis: "message",
      evidence: deferred ? [deferred] : [counts],
      values: {
        ...answerValues(facts),
        scheduled: facts.answer.scheduled,
        reason: deferred && clip(deferred.excerpt, 120),
      },
      isLasting: true,
    };
  },
};

export const queueOutboxPending: Cause = {
  id: "queue.outbox-pending",
  outcome: "degraded",
  rank: 3,
  means: "The message waits in the API's outbox for its time or for a quota, and is not in the queue yet.",
  recognise: "`scheduled` above 0 and an unchanged queue, or `…_dispatch_quota_deferred`.",
  fixes: ["wait-for-outbox"],
  needs: ["api.logs"],
  en: {
    title: "The message waits in the outbox",
    explanation:
      "[{scheduled} scheduled, ]nothing in the queue yet[: {reason}]. It is dispatched at its time or when the quota allows.",
  },
  ko: {
    title: "메시지가 아웃박스에서 기다림",
    explanation:
      "[{scheduled}건이 예약되었고, ]아직 큐에 없습니다[: {reason}]. 예약 시각이 되거나 한도가 풀리면 적재됩니다.",
  },
  rules: [scheduledRule],
};
