import type { FixId } from "../../../fixes/allFixes";
import { clip, excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import {
  containerEvidence,
  hasNoWords,
  isRestarted,
  lastWords,
  processValues,
} from "../../../rules/worker/processEvidence";
import { startFixes, startNotes } from "../../../rules/worker/startAdvice";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { firstTold, isSaidIn, lastTold } from "../../../signs";
import type { Cause } from "../../cause";

/** systemd could not execute the start command. */
const execFixes: FixId[] = ["check-command"];

const containerRule: Rule = {
  id: "container",
  evaluate(facts) {
    if (facts.process.state !== "exited") return undefined;
    const confidence = hasNoWords(facts) ? 0.75 : 0.93;
    const thrown = lastWords(facts).findLast(({ record }) => record.exception);
    const evidence = [containerEvidence(facts), ...(thrown ? [excerptOfLine(thrown)] : [])];
    const fixes = facts.worker?.some(({ all }) => isSaidIn(all, "exec-refused")) ? execFixes : [];
    return { confidence, basis: "state", evidence, values: processValues(facts), fixes };
  },
};

/** The log ends with a shutdown that a signal requested. */
const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const end = lastTold(facts.worker, "shut-down-by-signal");
    const signal = firstTold(facts.worker, "signal-received");
    if (!end || !signal || facts.process.state === "running" || isRestarted(facts, end.line)) return undefined;
    return {
      confidence: 0.8,
      basis: "state",
      evidence: [excerptOfLine(signal.line), excerptOfLine(end.line)],
      values: processValues(facts),
    };
  },
};

export const workerExited: Cause = {
  id: "worker.exited",
  outcome: "blocked",
  rank: 3,
  means: "The worker stopped and does not come back.",
  recognise: "Container state exited or dead.",
  fixes: ["read-worker-log", "start-worker"],
  needs: ["worker.logs"],
  en: {
    title: "The worker stopped",
    explanation:
      "The worker[ {container}] stopped[ (state {state})][, exit code {exitCode}].[ Its last words: {last}.][ {waiting} {waiting|message waits|messages wait} in the queue.]",
  },
  ko: {
    title: "워커가 멈춤",
    explanation:
      "워커[ ({container})]가 멈췄습니다[ (상태 {state})][, 종료 코드 {exitCode}].[ 마지막 기록: {last}.][ 큐에 {waiting}건이 기다립니다.]",
  },
  rules: [
    containerRule,
    logRule,
    workerSignRule("process-ended", {
      confidence: 0.8,
      basis: "state",
      values: (_, said) => ({ last: clip(said, 120) }),
      fixes: (said) => (isSaidIn(said, "exec-refused") ? execFixes : []),
      // A container that ended well may be a helper of the start. The table's other rows say whether the worker is up.
      isOwn: ({ line, pattern }) => pattern?.id !== "docker-ps-exited" || line.record.values["status"] !== "0",
    }),
    workerSignRule("command-unusable", {
      confidence: 0.9,
      basis: "state",
      notes: startNotes,
      fixes: startFixes,
      values: (_, said) => ({ last: clip(said, 120) }),
    }),
    workerSignRule("child-crashed", {
      confidence: 0.75,
      outcome: "ambiguous",
      notes: () => ["child-died"],
      values: (_, said) => ({ last: clip(said, 120) }),
    }),
  ],
};
