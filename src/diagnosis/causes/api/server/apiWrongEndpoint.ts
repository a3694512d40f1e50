import { isPageOfAnother, isPlainToTls } from "../../../answers/answerPage";
import { isSlashMissing } from "../../../answers/answerWords";
import type { FixId } from "../../../fixes/allFixes";
import { answerEvidence, answerValues } from "../../../rules/apiAnswer";
import { isElsewhere } from "../../../rules/apiElsewhere";
import type { Rule } from "../../../rules/rule";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

const wrongEndpointRule: Rule = {
  id: "status",
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

export const apiWrongEndpoint: Cause = {
  id: "api.wrong-endpoint",
  outcome: "blocked",
  rank: 2,
  means: "The address answers, but it is not the send endpoint.",
  recognise:
    "404 or 405 without the backend's own code, a redirect, or a page of HTML where the API would have answered with JSON.",
  fixes: ["check-api-url"],
  en: {
    title: "This address is not the send endpoint",
    explanation:
      "The address answered {status}[: {detail}].[ {why}.] The send endpoint is POST /api/v1/messaging/send/.",
  },
  ko: {
    title: "이 주소는 발송 엔드포인트가 아님",
    explanation:
      "주소의 응답은 {status}입니다[: {detail}].[ {why}.] 발송 엔드포인트는 POST /api/v1/messaging/send/ 입니다.",
  },
  rules: [wrongEndpointRule],
};
