import { excerptAt } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { STUCK_SECONDS } from "../../../rules/worker/silence";
import type { Cause } from "../../cause";

const BACKLOG = 5;

const growthRule: Rule = {
  id: "growth",
  evaluate(facts) {
    const { queue, sent, rows, mock } = facts;
    const isSending = sent.length > 0 || (rows ?? []).some(({ success }) => success === true);
    const growth = queue.growth ?? 0;
    const isOld = queue.growth === undefined && (queue.oldestAgeSeconds ?? 0) >= STUCK_SECONDS;
    if (!isSending || mock.length > 0 || (queue.visible ?? 0) < BACKLOG || !(growth > 0 || isOld)) return undefined;
    const counts = excerptAt(
      "queue",
      `visible ${facts.evidence.queue?.before?.visible ?? "?"} → ${queue.visible ?? "?"}, oldest ${queue.oldestAgeSeconds ?? "?"} s`,
    );
    const age = queue.oldestAgeSeconds;
    return {
      confidence: 0.85,
      basis: "message",
      evidence: [counts],
      values: { visible: queue.visible, growth: growth || undefined, age },
      isLasting: true,
    };
  },
};

export const workerBacklog: Cause = {
  id: "worker.backlog",
  outcome: "degraded",
  rank: 4,
  means: "The worker works, but slower than messages arrive.",
  recognise: "Rows or sends appear while the number of waiting messages grows.",
  fixes: ["add-workers"],
  en: {
    title: "The worker is slower than the messages arrive",
    explanation:
      "[{visible} messages wait][, {growth} more than before the send][, the oldest for {age} s], although the worker sends.",
  },
  ko: {
    title: "워커가 들어오는 속도보다 느림",
    explanation:
      "워커가 발송하고 있지만[ {visible}건이 기다립니다][. 발송 전보다 {growth}건 늘었습니다][. 가장 오래된 것은 {age}초입니다].",
  },
  rules: [growthRule],
};
