import { clip } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { lastWordRule } from "../../../rules/worker/lastWord";
import { containerEvidence, isWorking, processValues } from "../../../rules/worker/processEvidence";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { isSaidIn } from "../../../signs";
import type { Cause } from "../../cause";

const KILLED = 137;

const containerRule: Rule = {
  id: "container",
  evaluate(facts) {
    const { isOomKilled, exitCode, state } = facts.process;
    if (isOomKilled !== true && (exitCode !== KILLED || isOomKilled === false)) return undefined;
    // If a container is running and working again, the kill was some time ago.
    if (state === "running" && isWorking(facts)) return undefined;
    return {
      confidence: isOomKilled ? 0.95 : 0.75,
      basis: "state",
      evidence: [containerEvidence(facts)],
      values: processValues(facts),
    };
  },
};

export const workerOomKilled: Cause = {
  id: "worker.oom-killed",
  outcome: "blocked",
  rank: 6,
  means: "The worker was killed because it ran out of memory.",
  recognise: "`OOMKilled`, exit code 137, or `Out of memory` in the log.",
  fixes: ["raise-memory", "start-worker"],
  en: {
    title: "The worker was killed: out of memory",
    explanation:
      "The worker process was killed: out of memory[ ({container}, OOMKilled={oom})][, exit code {exitCode}].",
    variants: {
      signal: {
        title: "A process of the worker was killed (SIGKILL)",
        explanation: "Its parent saw the signal; most often the kernel sends it for want of memory.",
      },
      thrown: {
        title: "The worker ran out of memory",
        explanation: "[{said}. ]The program asked for memory and got none.",
      },
    },
  },
  ko: {
    title: "워커가 메모리 부족으로 종료됨",
    explanation:
      "워커 프로세스가 메모리 부족으로 종료되었습니다[ ({container}, OOMKilled={oom})][, 종료 코드 {exitCode}].",
    variants: {
      signal: {
        title: "워커의 프로세스가 강제 종료됨 (SIGKILL)",
        explanation: "부모 프로세스가 신호를 보았습니다. 대개 메모리가 부족할 때 커널이 보냅니다.",
      },
      thrown: {
        title: "워커의 메모리가 부족함",
        explanation: "[{said}. ]프로그램이 메모리를 요청했으나 받지 못했습니다.",
      },
    },
  },
  rules: [
    lastWordRule("memory-used-up", {
      confidence: 0.85,
      // gunicorn asks "out of memory?" also of a process that it ends for its time limit
      unless: "api-slow",
      values: (_, { all, text, record: { exception } }) =>
        isSaidIn(all, "memory-refused")
          ? { variant: "thrown", said: clip(exception ? `${exception.type}: ${exception.message}` : text, 120) }
          : {},
    }),
    containerRule,
    workerSignRule("killed-for-memory", { confidence: 0.9, values: () => ({}) }),
    workerSignRule("child-killed", {
      confidence: 0.72,
      outcome: "ambiguous",
      notes: () => ["child-died"],
      // Celery kills a child that exceeds its time limit.
      unless: "child-timed-out",
      values: () => ({ variant: "signal" }),
    }),
  ],
};
