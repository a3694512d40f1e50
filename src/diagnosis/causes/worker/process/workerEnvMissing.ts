import { isUnset } from "../../../facts/variableFacts";
import { clip, excerptAt } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { lastWordRule } from "../../../rules/worker/lastWord";
import { containerEvidence, isDown, isWorking, processValues } from "../../../rules/worker/processEvidence";
import type { Cause } from "../../cause";

const REQUIRED = ["SOLAPI_API_KEY", "SOLAPI_API_SECRET", "SOLAPI_SENDER"];

const emptyVariableRule: Rule = {
  id: "env",
  evaluate(facts) {
    const missing = REQUIRED.filter((name) => isUnset(facts.evidence.worker?.env?.[name]));
    if (missing.length === 0 || isWorking(facts)) return undefined;
    const evidence = [excerptAt("worker.env", missing.map((name) => `${name} is not set`).join(", "))];
    if (facts.process.state) evidence.push(containerEvidence(facts));
    return {
      confidence: isDown(facts) ? 0.9 : 0.75,
      basis: "state",
      evidence,
      values: { ...processValues(facts), variable: missing.join(", ") },
    };
  },
};

export const workerEnvMissing: Cause = {
  id: "worker.env-missing",
  outcome: "blocked",
  rank: 8,
  means: "A required environment variable is missing, and the worker ends at once.",
  recognise: "`config error: Missing required env …`, or a required variable that is known to be empty.",
  fixes: ["set-env"],
  en: {
    title: "A required environment variable is missing",
    explanation: "The worker ends at once[: {variable} is not set].",
  },
  ko: { title: "필수 환경 변수가 없음", explanation: "워커가 바로 종료합니다[. 설정되지 않은 변수: {variable}]." },
  rules: [
    lastWordRule("variable-missing", {
      confidence: 0.95,
      values: ({ variable = "" }) => ({ variable: clip(variable, 120) }),
    }),
    emptyVariableRule,
  ],
};
