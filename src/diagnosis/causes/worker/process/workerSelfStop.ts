import { excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { containerEvidence, isRestarted, lastWords, processValues } from "../../../rules/worker/processEvidence";
import { firstTold, lastTold } from "../../../signs";
import type { Cause } from "../../cause";

const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const words = lastWords(facts);
    const end = lastTold(words, "ended-itself");
    const signal = firstTold(words, "end-explained");
    if (end && !signal && !isRestarted(facts, end.line)) {
      const isSure = facts.process.exitCode === 0 || facts.process.state === "exited";
      return {
        confidence: isSure ? 0.92 : 0.82,
        basis: "message",
        evidence: [excerptOfLine(end.line)],
        values: processValues(facts),
      };
    }
    const started = lastTold(words, "worker-begun");
    const isSilentEnd =
      facts.process.state === "exited" && facts.process.exitCode === 0 && words.length > 0 && !signal && !end;
    if (!isSilentEnd || words.some(({ record }) => record.exception)) return undefined;
    const evidence = [containerEvidence(facts), ...(started ? [excerptOfLine(started.line)] : [])];
    return { confidence: 0.78, basis: "state", evidence, values: processValues(facts) };
  },
};

export const workerSelfStop: Cause = {
  id: "worker.self-stop",
  outcome: "blocked",
  rank: 6,
  means: "The worker ended itself without an error.",
  recognise: "A shutdown line without a signal from outside, or exit code 0 right after the start line.",
  fixes: ["start-worker", "check-command"],
  en: {
    title: "The worker ended itself without an error",
    explanation: "[Its last line is: {last}.][ The exit code is {exitCode}.] No signal from outside was logged.",
  },
  ko: {
    title: "워커가 오류 없이 스스로 종료함",
    explanation: "[마지막 기록: {last}.][ 종료 코드: {exitCode}.] 외부 신호는 기록되지 않았습니다.",
  },
  rules: [logRule],
};
