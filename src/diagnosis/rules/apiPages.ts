import { isPageOfAnother, isPlainToTls, refusingProxy } from "../answerPage";
import type { Facts } from "../facts";
import { word } from "../texts/text";
import { answerEvidence, answerValues, isSpecial } from "./apiRefusals";
import type { Rule } from "./rule";

const proxyRule: Rule = {
  id: "api.gateway/page",
  cause: "api.gateway",
  evaluate(facts) {
    const proxy = refusingProxy(facts.answer);
    if (!proxy) return undefined;
    const { status: refused, ...values } = answerValues(facts);
    return {
      confidence: 0.85,
      basis: "message",
      evidence: answerEvidence(facts),
      values: { ...values, proxy, refused },
    };
  },
};

/** Django in debug mode, requested without the trailing slash. */
export const isSlashMissing = ({ answer: { status = 0, text } }: Facts) =>
  status >= 500 && /URL doesn(?:'|&#x27;|&#39;)t end in a slash/i.test(text);

/** Whether something other than the API answered, or the API at another path. */
export function isElsewhere(facts: Facts): boolean {
  const { status } = facts.answer;
  const isByStatus = status === 404 || status === 405 || (status !== undefined && status >= 300 && status < 400);
  const isByPage = isPlainToTls(facts.answer) || isPageOfAnother(facts.answer);
  return (isByStatus || isByPage || isSlashMissing(facts)) && !isSpecial(facts);
}

const wrongEndpointRule: Rule = {
  id: "api.wrong-endpoint/status",
  cause: "api.wrong-endpoint",
  evaluate(facts) {
    const { answer } = facts;
    if (!isElsewhere(facts)) return undefined;
    const why = isPlainToTls(answer)
      ? word("https-port")
      : isPageOfAnother(answer)
        ? word("page-of-another")
        : isSlashMissing(facts)
          ? word("slash-missing")
          : undefined;
    // A 400 may also come from a proxy that does not sign its pages.
    const confidence = answer.status === 400 && !isPlainToTls(answer) ? 0.6 : 0.8;
    return { confidence, basis: "message", evidence: answerEvidence(facts), values: { ...answerValues(facts), why } };
  },
};

export const pageRules: readonly Rule[] = [proxyRule, wrongEndpointRule];
