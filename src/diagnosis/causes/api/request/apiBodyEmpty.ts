import { excerptOfLine } from "../../../logLines";
import { answerValues, refusalRules } from "../../../rules/apiAnswer";
import type { Rule, RuleHit } from "../../../rules/rule";
import { firstTold } from "../../../signs";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

const emptyJobRule: Rule = {
  id: "log",
  evaluate(facts): RuleHit | undefined {
    const found = firstTold(facts.api, "job-empty");
    if (!found || facts.answer.enqueued !== 0) return undefined;
    return {
      confidence: 0.75,
      basis: "message",
      evidence: [excerptOfLine(found.line)],
      values: { ...answerValues(facts), detail: word("empty-job") },
    };
  },
};

export const apiBodyEmpty: Cause = {
  id: "api.body-empty",
  outcome: "blocked",
  rank: 7,
  means: "The text is empty after substitution.",
  recognise: "A 400 about 본문 (body).",
  fixes: ["fill-body"],
  en: {
    title: "The text is empty",
    explanation: "The API answered {status}[: {detail}]. Nothing is left of the body after substitution.",
  },
  ko: {
    title: "본문이 비어 있음",
    explanation: "API 응답은 {status}입니다[: {detail}]. 치환 후 남은 본문이 없습니다.",
  },
  rules: [...refusalRules("api.body-empty"), emptyJobRule],
};
