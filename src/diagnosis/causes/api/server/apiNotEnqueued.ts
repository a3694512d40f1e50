import { isPageOfAnother } from "../../../answers/answerPage";
import { clip, excerptAt } from "../../../logLines";
import { answerValues } from "../../../rules/apiAnswer";
import { apiDecisionRule } from "../../../rules/apiDecision";
import { deferral, failure, isNothingQueued } from "../../../rules/outbox";
import type { Rule } from "../../../rules/rule";
import { firstTold } from "../../../signs";
import type { Cause } from "../../cause";

const unchangedQueueRule: Rule = {
  id: "unchanged-queue",
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

export const apiNotEnqueued: Cause = {
  id: "api.not-enqueued",
  outcome: "silent",
  rank: 5,
  means:
    "The API answered with success and put nothing into the queue: the callback that should have enqueued never ran.",
  recognise:
    "A 2xx without `enqueued`, an unchanged queue and no enqueue line (`SQS_QUEUE_URL_TRACE`) in the API's log.",
  fixes: ["check-on-commit", "read-api-log"],
  needs: ["api.logs"],
  en: {
    title: "Nothing was put into the queue, although nothing failed",
    explanation:
      "[The API answered {status} without enqueuing.][ Its log has no {trace} line.][ The API's log says: {logged}.][ The queue has {unchanged} {unchanged|message|messages} as before: the callback that enqueues did not run.]",
  },
  ko: {
    title: "실패는 없었지만 큐에 적재된 것이 없음",
    explanation:
      "[API가 적재 없이 응답했습니다({status}).][ 로그에 적재 시도({trace})가 없습니다.][ API 로그 내용: {logged}.][ 큐의 메시지는 이전과 같이 {unchanged}건입니다. 적재 콜백이 실행되지 않았습니다.]",
  },
  rules: [apiDecisionRule("held-by-config"), unchangedQueueRule],
};
