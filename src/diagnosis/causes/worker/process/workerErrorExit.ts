import { clip } from "../../../logLines";
import { lastWordRule } from "../../../rules/worker/lastWord";
import { lastTold } from "../../../signs";
import type { Cause } from "../../cause";

export const workerErrorExit: Cause = {
  id: "worker.error-exit",
  outcome: "blocked",
  rank: 7,
  means: "The worker ended itself after repeated failures.",
  recognise: "`Too many consecutive errors (10), exiting`.",
  fixes: ["read-first-error", "start-worker"],
  en: {
    title: "The worker ended itself after repeated failures",
    explanation:
      "[{count} failures in a row: ]the worker exited[; the last reason was: {reason}]. All of them have one reason.",
  },
  ko: {
    title: "워커가 연속 실패 후 스스로 종료함",
    explanation: "[{count}번 연속 실패하여 ]워커가 종료했습니다[. 마지막 이유: {reason}]. 모두 같은 이유입니다.",
  },
  rules: [
    lastWordRule("too-many-failures", {
      confidence: 0.95,
      values: ({ count }, _, facts) => {
        const reason = lastTold(facts.worker, "reason-named")?.values["reason"];
        return { count, reason: reason && clip(reason, 120) };
      },
    }),
  ],
};
