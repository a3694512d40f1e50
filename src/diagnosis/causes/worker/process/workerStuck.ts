import { mayRun } from "../../../facts";
import { excerptAt } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { processValues } from "../../../rules/worker/processEvidence";
import { STUCK_SECONDS, isCalm } from "../../../rules/worker/silence";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

const inFlightRule: Rule = {
  id: "in-flight",
  evaluate(facts) {
    const { queue, worker, waitedSeconds, handled, accepted, evidence, rows } = facts;
    if (
      (queue.inFlight ?? 0) <= 0 ||
      !worker ||
      !isCalm(facts) ||
      handled.length > 0 ||
      accepted ||
      !mayRun(facts) ||
      (rows?.length ?? 0) > 0
    )
      return undefined;
    const age = Math.max(waitedSeconds ?? 0, queue.oldestAgeSeconds ?? 0);
    const isKnown = waitedSeconds !== undefined || queue.oldestAgeSeconds !== undefined;
    if (isKnown && age < STUCK_SECONDS) return undefined;
    const grew = (queue.inFlight ?? 0) > (evidence.queue?.before?.inFlight ?? 0);
    if (!grew && evidence.queue?.before?.inFlight !== undefined && (queue.visible ?? 0) > 0) return undefined;
    return {
      confidence: isKnown ? 0.78 : 0.6,
      basis: "absence",
      evidence: [
        excerptAt(
          "queue.after.inFlight",
          `inFlight ${evidence.queue?.before?.inFlight ?? "?"} → ${queue.inFlight ?? "?"}`,
        ),
        excerptAt("worker.logs", word("no-message-line")),
      ],
      values: { ...processValues(facts), inFlight: queue.inFlight, age: age || undefined },
      notes: ["silence"],
    };
  },
};

export const workerStuck: Cause = {
  id: "worker.stuck",
  outcome: "blocked",
  rank: 3,
  means: "A message was taken and nothing followed.",
  recognise: "A message in flight past the visibility timeout, and no line about it.",
  fixes: ["restart-worker"],
  needs: ["worker.container", "queue"],
  en: {
    title: "The worker took the message and went silent",
    explanation:
      "[{inFlight} {inFlight|message is|messages are} in flight][ for {age} s], and the worker prints nothing.",
  },
  ko: {
    title: "워커가 메시지를 가져간 뒤 조용함",
    explanation: "[{inFlight}건이 처리 중][({age}초)]이며, 워커 로그가 없습니다.",
  },
  rules: [inFlightRule],
};
