import { refusingProxy } from "../../../answers/answerPage";
import type { Facts } from "../../../facts";
import { clip, excerptOfTold } from "../../../logLines";
import { answerEvidence, answerValues, refusalRules, upstreamValues } from "../../../rules/apiAnswer";
import { apiSignRules } from "../../../rules/apiSign";
import type { Rule, RuleHit } from "../../../rules/rule";
import { unreadApiErrorRule } from "../../../rules/unreadError";
import { isSaidIn, lastTold, toldIn } from "../../../signs";
import type { Cause } from "../../cause";

const proxyPageRule: Rule = {
  id: "page",
  evaluate(facts) {
    const proxy = refusingProxy(facts.answer);
    if (!proxy) return undefined;
    const { status: refused, detail: refusal, ...values } = answerValues(facts);
    return {
      confidence: 0.85,
      basis: "message",
      evidence: answerEvidence(facts),
      values: { ...values, proxy, refused, refusal },
    };
  },
};

/** Why the proxy did not reach the API, and whether the API may have done its work. */
function withUpstream(facts: Facts, { evidence, values }: RuleHit): Partial<RuleHit> {
  return {
    evidence: [...evidence, ...whyUnreached(facts)],
    values: { ...values, ...upstreamValues(facts) },
    ...(isHandledPerhaps(facts) && { notes: ["handled-perhaps"], fixes: ["check-before-resend"] }),
  };
}

/** What the proxy's own log says of it. */
const withoutAnswer = (facts: Facts, said: string): Partial<RuleHit> => ({
  values: { error: clip(said, 160), ...upstreamValues(facts) },
  // The request had reached the API.
  ...(isSaidIn(said, "reached-before-failure") && { notes: ["handled-perhaps"], fixes: ["check-before-resend"] }),
});

/** After a time-out at the proxy, or a connection that broke, the API may have done its work. */
const isHandledPerhaps = ({ answer, api }: Facts) =>
  answer.status === 504 || answer.status === 524 || lastTold(api, "reached-before-failure") !== undefined;

const UNREACHED_LINES = 3;
const whyUnreached = ({ api }: Facts) => toldIn(api, "request-unreached").slice(0, UNREACHED_LINES).map(excerptOfTold);

export const apiGateway: Cause = {
  id: "api.gateway",
  outcome: "blocked",
  rank: 3,
  means: "The proxy in front of the API could not reach it, or refused the request itself.",
  recognise:
    "Status 502, 503 or 504, most often with an HTML page; or a 4xx with a page of HTML that names the proxy or firewall.",
  fixes: ["check-api-process", "read-api-log"],
  en: {
    title: "A proxy answered, not the API",
    explanation:
      "[The proxy answered {status}: the API's process is down, starting, or too slow.][{proxy} in front of the API refused the request itself, with {refused}: {refusal}. The API never saw it.][The proxy got no answer from the API: {error}.][The API's log says: {logged}.]",
    variants: {
      refused: {
        title: "A proxy answered, not the API",
        explanation:
          "[The proxy answered {status}. ]Nothing listens at {upstream}: the API's process is down or restarting.",
      },
    },
  },
  ko: {
    title: "API가 아니라 프록시가 응답함",
    explanation:
      "[프록시 응답은 {status}입니다. API 프로세스가 내려갔거나, 시작 중이거나, 너무 느립니다.][API 앞의 프록시({proxy})가 요청을 거절했습니다({refused}): {refusal}. 요청은 API에 닿지 않았습니다.][프록시가 API의 응답을 받지 못했습니다: {error}.][API 로그 내용: {logged}.]",
    variants: {
      refused: {
        title: "API가 아니라 프록시가 응답함",
        explanation:
          "[프록시 응답은 {status}입니다. ]응답하는 프로세스가 없는 주소: {upstream}. API 프로세스가 죽었거나 다시 시작하는 중입니다.",
      },
    },
  },
  rules: [
    ...refusalRules("api.gateway", withUpstream),
    proxyPageRule,
    ...apiSignRules(["api-unreached"], withoutAnswer),
    unreadApiErrorRule("api.gateway"),
  ],
};
