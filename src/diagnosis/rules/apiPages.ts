import { isPageOfAnother, isPlainToTls, refusingProxy } from "../answers/answerPage";
import { isSlashMissing } from "../answers/answerWords";
import { isSpecial } from "../answers/refusals";
import type { FixId } from "../fixes/allFixes";
import type { Facts } from "../facts";
import { word } from "../texts/text";
import { answerEvidence, answerValues } from "./apiRefusals";
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

/** Whether something other than the API answered, or the API at another path. */
export function isElsewhere({ answer }: Facts): boolean {
  const { status } = answer;
  const isByStatus = status === 404 || status === 405 || (status !== undefined && status >= 300 && status < 400);
  const isByPage = isPlainToTls(answer) || isPageOfAnother(answer);
  return (isByStatus || isByPage || isSlashMissing(answer)) && !isSpecial(answer);
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
        : isSlashMissing(answer)
          ? word("slash-missing")
          : undefined;
    // A 400 may also come from a proxy that does not sign its pages.
    const confidence = answer.status === 400 && !isPlainToTls(answer) ? 0.6 : 0.8;
    const fixes: FixId[] = isPlainToTls(answer) ? ["check-tls"] : isSlashMissing(answer) ? ["add-slash"] : [];
    return {
      confidence,
      basis: "message",
      evidence: answerEvidence(facts),
      values: { ...answerValues(facts), why },
      fixes,
    };
  },
};

export const pageRules: readonly Rule[] = [proxyRule, wrongEndpointRule];
