import { isSlashMissing } from "../../../answers/answerWords";
import { GATEWAYS } from "../../../answers/refusals";
import { excerptOfLine, sentence } from "../../../logLines";
import { answerEvidence, answerValues } from "../../../rules/apiAnswer";
import type { Rule } from "../../../rules/rule";
import { unreadApiErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";

const serverErrorRule: Rule = {
  id: "status",
  evaluate(facts) {
    const { answer, api } = facts;
    const { status } = answer;
    const isServerError = status !== undefined && status >= 500 && !GATEWAYS.includes(status) && status < 520;
    if (!isServerError || isSlashMissing(answer) || answer.codes.some((code) => code.startsWith("tenant_")))
      return undefined;
    const thrown = (api ?? []).filter(({ record }) => record.exception).at(-1);
    const exception = thrown && `${thrown.record.exception!.type}: ${thrown.record.exception!.message}`;
    const evidence = [...answerEvidence(facts), ...(thrown ? [excerptOfLine(thrown)] : [])];
    return {
      confidence: 0.9,
      basis: "message",
      evidence,
      values: { ...answerValues(facts), ...(exception && { exception: sentence(exception), detail: undefined }) },
    };
  },
};

export const apiServerError: Cause = {
  id: "api.server-error",
  outcome: "blocked",
  rank: 3,
  means: "An exception in the API.",
  recognise: "Status 500; the traceback stands in the API's log.",
  fixes: ["read-api-log"],
  en: {
    title: "An exception in the API",
    explanation:
      "[The API answered {status}.][ The API raised {exception}.][ It says: {detail}.][ The API's log says: {logged}.]",
  },
  ko: {
    title: "API 내부 예외",
    explanation: "[API 응답은 {status}입니다.][ 예외: {exception}.][ 내용: {detail}.][ API 로그 내용: {logged}.]",
  },
  rules: [serverErrorRule, unreadApiErrorRule("api.server-error")],
};
