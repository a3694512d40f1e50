import { excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { firstTold } from "../../../signs";
import type { Cause } from "../../cause";

const LATE_SECONDS = 60;

const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    // A diagnosis without a send has no message that could have waited.
    if ((facts.answer.enqueued ?? 0) === 0) return undefined;
    const sentAt = Date.parse(facts.evidence.sentAt ?? "");
    const started = firstTold(facts.worker, "worker-begun");
    if (!started?.line.at || !facts.accepted || facts.workerBefore.length > 0) return undefined;
    const waited = Math.round((started.line.at - sentAt) / 1_000);
    const isEarlier = facts.handled.some(({ line }) => line < started.line.line);
    if (!(waited >= LATE_SECONDS) || isEarlier) return undefined;
    return {
      confidence: 0.82,
      basis: "message",
      evidence: [excerptOfLine(started.line)],
      values: { waited },
      isLasting: true,
    };
  },
};

export const workerStartedLate: Cause = {
  id: "worker.started-late",
  outcome: "degraded",
  rank: 3,
  means: "The message waited until a worker was started; it was sent late.",
  recognise: "The worker's start line is younger than the send by a minute and more, and the send follows it.",
  fixes: ["keep-warm"],
  en: {
    title: "The message waited for a worker to start",
    explanation: "The worker started[ {waited} s] after the send and then sent the message.",
  },
  ko: {
    title: "메시지가 워커 시작을 기다림",
    explanation: "워커가 발송 후[ {waited}초] 뒤에 시작했고, 그 다음에 메시지를 보냈습니다.",
  },
  rules: [logRule],
};
