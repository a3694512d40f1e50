import type { Facts } from "../../../facts";
import { sentence } from "../../../logLines";
import { apiSignRules } from "../../../rules/apiSign";
import { noAnswerRule } from "../../../rules/noAnswer";
import type { RuleHit } from "../../../rules/rule";
import { creationFixes } from "../../../rules/worker/startAdvice";
import type { Cause } from "../../cause";

/** An exception of the start says more than that it failed. */
function whyDown({ api }: Facts, said: string): Partial<RuleHit> {
  const thrown = api?.findLast(({ record }) => record.exception)?.record.exception;
  const error = sentence(thrown ? `${thrown.type}: ${thrown.message}` : said);
  return { values: { variant: "down", error }, fixes: creationFixes(said) };
}

export const apiUnreachable: Cause = {
  id: "api.unreachable",
  outcome: "blocked",
  rank: 5,
  means: "Nothing answers at the API's address.",
  recognise: "`api.error` with ECONNREFUSED, ENOTFOUND, a reset connection or a TLS error, and no HTTP status.",
  fixes: ["start-api", "check-api-url"],
  en: {
    title: "Nothing answers at the API's address",
    explanation: "The connection to the API failed[: {error}]. The request was never handled.",
    variants: {
      down: {
        title: "The API's process does not run",
        explanation: "[Its log says: {error}.] A request that comes now is not handled.",
      },
    },
  },
  ko: {
    title: "응답하는 서버가 없음",
    explanation: "API에 연결하지 못했습니다[: {error}]. 요청은 처리되지 않았습니다.",
    variants: {
      down: {
        title: "API 프로세스가 실행되고 있지 않음",
        explanation: "[로그의 내용: {error}.] 지금 오는 요청은 처리되지 않습니다.",
      },
    },
  },
  rules: [
    noAnswerRule("unreachable"),
    ...apiSignRules(
      ["api-not-started", "process-ended", "restarting", "command-unusable", "not-created", "killed-for-memory"],
      whyDown,
    ),
  ],
};
