import { clip, excerptAt } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import type { Cause } from "../../cause";

const variablesRule: Rule = {
  id: "env",
  evaluate(facts) {
    const [first] = facts.differences.filter(({ variable }) => !variable.startsWith("AWS_ENDPOINT_URL"));
    if (!first) return undefined;
    const { variable, api, worker } = first;
    const evidence = [
      excerptAt(`api.env.${variable}`, `${variable}=${api}`),
      excerptAt(`worker.env.${variable}`, `${variable}=${worker}`),
    ];
    return {
      confidence: 0.45,
      basis: "hint",
      evidence,
      values: { variable, apiValue: clip(api, 60) || '""', workerValue: clip(worker, 60) || '""' },
    };
  },
};

export const workerEnvironmentDiffers: Cause = {
  id: "worker.environment-differs",
  outcome: "degraded",
  rank: 1,
  means: "The API's and the worker's environment differ in a variable that both must agree on.",
  recognise: "Both environments, compared field by field.",
  fixes: ["align-env"],
  en: {
    title: "The API's and the worker's environment differ",
    explanation: "{variable}: the API has {apiValue}, the worker has {workerValue}.",
  },
  ko: {
    title: "API와 워커의 환경 변수가 다름",
    explanation: "{variable}: API는 {apiValue}, 워커는 {workerValue}입니다.",
  },
  rules: [variablesRule],
};
