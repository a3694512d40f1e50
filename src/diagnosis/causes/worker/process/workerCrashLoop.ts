import { clip, excerptOfLine, timesOf } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import {
  containerEvidence,
  hasNoWords,
  isWorking,
  lastWords,
  processValues,
} from "../../../rules/worker/processEvidence";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { isSaidIn, lastTold, toldIn } from "../../../signs";
import type { Cause } from "../../cause";

/** A worker that has been up for this long is not in a restart loop. */
const STEADY_MS = 600_000;

const containerRule: Rule = {
  id: "container",
  evaluate(facts) {
    const { process, evidence } = facts;
    const starts = toldIn(facts.worker, "worker-begun");
    const since = Date.parse(evidence.sentAt ?? "");
    const isYoung = process.startedAt !== undefined && process.startedAt > since;
    // The engine never resets its restart count. A container that started long before the send is past its restarts.
    const isOld = process.startedAt !== undefined && since - process.startedAt > STEADY_MS;
    const isLooping =
      process.state === "restarting" ||
      ((process.restarts ?? 0) >= 3 && (isYoung || (!isOld && !isWorking(facts) && process.state === "running")));
    // An invalid value ends the worker at every start, just as a missing one does.
    const refused = lastTold(lastWords(facts), "config-refused");
    if (!isLooping && timesOf(starts) < 3 && !refused) return undefined;
    const isPlain = timesOf(starts) >= 3 || isYoung || refused !== undefined;
    const confidence = process.state === "restarting" ? (hasNoWords(facts) ? 0.75 : 0.92) : isPlain ? 0.82 : 0.65;
    const evidenceLines = [
      ...(refused ? [excerptOfLine(refused.line)] : []),
      ...(process.state ? [containerEvidence(facts)] : []),
      ...starts.slice(-1).map(({ line }) => excerptOfLine(line)),
    ];
    return {
      confidence,
      basis: "state",
      evidence: evidenceLines,
      values: { ...processValues(facts), starts: starts.length || undefined },
    };
  },
};

export const workerCrashLoop: Cause = {
  id: "worker.crash-loop",
  outcome: "blocked",
  rank: 3,
  means: "The worker restarts again and again.",
  recognise:
    "State restarting, a rising restart count, or several start lines since the send. A more special cause wins where the log tells it.",
  fixes: ["read-worker-log"],
  needs: ["worker.logs"],
  en: {
    title: "The worker restarts again and again",
    explanation:
      "The worker[ {container}] does not stay up[ (state {state})][, {restarts} restarts][; {starts} start lines since the send].[ Its last words: {last}.]",
  },
  ko: {
    title: "워커가 재시작을 반복함",
    explanation:
      "워커[ ({container})]가 계속 떠 있지 못합니다[ (상태 {state})][, 재시작 {restarts}회][; 발송 후 시작 기록 {starts}줄].[ 마지막 기록: {last}.]",
  },
  rules: [
    containerRule,
    workerSignRule("restarting", {
      confidence: 0.85,
      basis: "state",
      values: (_, said) => ({ last: clip(said, 120) }),
      fixes: (said) => (isSaidIn(said, "probe-failed") ? ["check-probe"] : []),
    }),
  ],
};
