import { clip } from "../../../logLines";
import { answerValues } from "../../../rules/apiAnswer";
import { deferral, failure, isNothingQueued } from "../../../rules/outbox";
import type { Rule } from "../../../rules/rule";
import type { Cause } from "../../cause";

const dispatchRule: Rule = {
  id: "dispatch",
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

export const apiOutboxFailed: Cause = {
  id: "api.outbox-failed",
  outcome: "blocked",
  rank: 7,
  means: "The API stored the message in its outbox, but the dispatcher failed to put it into the queue.",
  recognise: "`scheduled` above 0, an unchanged queue, and a failed dispatch in the answer or the API's log.",
  fixes: ["read-dispatch-error", "rerun-outbox"],
  en: {
    title: "The outbox could not be dispatched",
    explanation:
      "[{scheduled} scheduled, but ]the dispatcher failed to enqueue[: {reason}]. The message stays in the outbox.",
  },
  ko: {
    title: "아웃박스를 큐로 보내지 못함",
    explanation:
      "[{scheduled}건이 예약되었지만 ]디스패처가 적재에 실패했습니다[: {reason}]. 메시지는 아웃박스에 남아 있습니다.",
  },
  rules: [dispatchRule],
};
