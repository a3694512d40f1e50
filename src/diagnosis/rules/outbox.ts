import { isSuccess } from "../answers/answer";
import { isPageOfAnother } from "../answers/answerPage";
import { isDispatchFailed } from "../answers/answerWords";
import type { Facts } from "../facts";
import { type Excerpt, clip, excerptAt, excerptOfTold } from "../logLines";
import { firstTold, isReason, isSaidIn } from "../signs";
import { answerValues } from "./apiRefusals";
import type { Rule } from "./rule";

/** Nothing arrived in the queue, as far as it was checked, and the worker received nothing either. */
const isNothingQueued = ({ answer, queue, handled, rows }: Facts) =>
  isSuccess(answer) &&
  (answer.enqueued ?? 0) === 0 &&
  (queue.growth ?? 0) <= 0 &&
  handled.length === 0 &&
  !rows?.some((row) => row.success);

function deferral(facts: Facts): Excerpt | undefined {
  const logged = firstTold(facts.api, "dispatch-deferred") ?? firstTold(facts.worker, "dispatch-deferred");
  if (logged) return excerptOfTold(logged);
  const row = facts.rows?.find((one) => isReason(one.failure_reason, "dispatch-deferred"));
  if (row) return excerptAt("notificationLogs", `failure_reason=${row.failure_reason ?? ""}`);
  return isSaidIn(facts.answer.text, "dispatch-deferred") ? excerptAt("api", clip(facts.answer.text)) : undefined;
}

function failure(facts: Facts): Excerpt | undefined {
  const logged = firstTold(facts.api, "dispatch-failed");
  if (logged) return excerptOfTold(logged);
  return isDispatchFailed(facts.answer) ? excerptAt("api", clip(facts.answer.text)) : undefined;
}

const failedRule: Rule = {
  id: "api.outbox-failed/dispatch",
  cause: "api.outbox-failed",
  evaluate(facts) {
    if (!isNothingQueued(facts) || deferral(facts)) return undefined;
    const found = failure(facts);
    if (!found || (!facts.answer.scheduled && found.source === "api")) return undefined;
    const reason = found.source === "api" ? undefined : clip(found.excerpt, 160);
    return {
      confidence: 0.9,
      basis: "message",
      evidence: [found],
      values: { ...answerValues(facts), scheduled: facts.answer.scheduled, reason },
    };
  },
};

const pendingRule: Rule = {
  id: "queue.outbox-pending/scheduled",
  cause: "queue.outbox-pending",
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

const notEnqueuedRule: Rule = {
  id: "api.not-enqueued/unchanged-queue",
  cause: "api.not-enqueued",
  evaluate(facts) {
    const { answer, queue, api, evidence, rows } = facts;
    const wasSent = evidence.request !== undefined || evidence.sentAt !== undefined;
    const isUnsaid = answer.enqueued === undefined && !answer.scheduled && !isPageOfAnother(answer);
    if (!wasSent || !isUnsaid || !isNothingQueued(facts) || queue.growth !== 0 || (queue.inFlight ?? 0) > 0)
      return undefined;
    if ((rows?.length ?? 0) > 0 || failure(facts) || deferral(facts)) return undefined;
    const isTried = firstTold(api, "enqueue-tried");
    if (isTried) return undefined;
    const counts = excerptAt("queue", `visible ${queue.visible ?? "?"}, unchanged`);
    return {
      confidence: api ? 0.78 : 0.65,
      basis: "absence",
      evidence: [excerptAt("api", `${answer.status ?? ""} ${clip(answer.text)}`), counts],
      values: {
        ...answerValues(facts),
        unchanged: `${queue.visible ?? "?"}`,
        ...(api && { trace: "SQS_QUEUE_URL_TRACE" }),
      },
      notes: ["silence"],
    };
  },
};

export const outboxRules: readonly Rule[] = [failedRule, pendingRule, notEnqueuedRule];
