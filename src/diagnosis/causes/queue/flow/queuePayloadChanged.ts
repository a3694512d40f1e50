import { mayRun } from "../../../facts";
import { excerptAt, excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { firstTold } from "../../../signs";
import type { Cause } from "../../cause";

/** Requested for one channel but sent through another, and the log does not say that the worker chose that itself. */
const channelRule: Rule = {
  id: "channel",
  evaluate(facts) {
    const asked = facts.evidence.request?.message_mode;
    if ((asked !== "alimtalk" && asked !== "sms") || facts.sent.length === 0 || !mayRun(facts)) return undefined;
    const other = facts.sent.find(({ channel }) => channel !== asked);
    const isSole = (facts.answer.enqueued ?? 1) <= 1 && facts.sent.length === 1;
    const isChosen = firstTold(facts.worker, "sent-as-sms");
    if (!other || !isSole || isChosen) return undefined;
    return {
      confidence: 0.8,
      basis: "message",
      evidence: [excerptAt("request.message_mode", asked), excerptOfLine(other.line)],
      values: { asked, sent: other.channel, trace: "fallback to SMS" },
      isLasting: true,
    };
  },
};

export const queuePayloadChanged: Cause = {
  id: "queue.payload-changed",
  outcome: "degraded",
  rank: 4,
  means:
    "Fields of the job were lost between the API and the handler: the message went out on another channel than was asked for.",
  recognise: "The request's message_mode compared with the channel of the worker's log and the provider's record.",
  fixes: ["check-payload-fields"],
  en: {
    title: "The message went out on another channel",
    explanation:
      "The request asked for {asked}, but {sent} was sent[, and the log has no line about a {trace}]. Fields of the job were lost on the way to the handler.",
  },
  ko: {
    title: "메시지가 다른 채널로 나감",
    explanation:
      "요청한 채널: {asked}, 발송된 채널: {sent}[. 대체 발송 기록({trace})이 없습니다]. 처리기로 가는 길에 작업의 필드가 사라졌습니다.",
  },
  rules: [channelRule],
};
