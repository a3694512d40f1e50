import { clip, excerptAt, excerptOfLine } from "../../../logLines";
import { isLost, isUnexplained, providerSignRule } from "../../../rules/providerSign";
import type { Rule } from "../../../rules/rule";
import { lastTold } from "../../../signs";
import type { Cause } from "../../cause";

/** A failed attempt without any reason. */
const noReasonRule: Rule = {
  id: "no-reason",
  evaluate(facts) {
    if (!isLost(facts) || facts.signs.some(({ cause }) => cause === "provider.rejected-reason-lost")) return undefined;
    const row = facts.rows?.find(isUnexplained);
    const line = lastTold(facts.worker, "attempt-failed")?.line;
    if (!row && !line) return undefined;
    const evidence = line
      ? [excerptOfLine(line)]
      : [excerptAt("notificationLogs", `failure_reason=${row?.failure_reason ?? ""}`)];
    const message = clip(line?.text ?? `failure_reason=${row?.failure_reason || '""'}`, 160);
    return { confidence: 0.55, basis: "hint", evidence, values: { message } };
  },
};

export const providerRejectedReasonLost: Cause = {
  id: "provider.rejected-reason-lost",
  outcome: "blocked",
  rank: 1,
  means: "Solapi refused the message, and the backend threw the code away. It stands in the provider's record.",
  recognise:
    "The generic sentence 메시지 접수에 실패했습니다, or a failed attempt without a reason, and no provider record.",
  fixes: ["read-provider-record"],
  needs: ["provider.messages", "provider.senders", "provider.balance"],
  en: {
    title: "Refused, and the reason was thrown away",
    explanation: "The backend stored only[: {message}]. The code stands in the provider's record of the message.",
    elsewhere: {
      title: "The send failed, and the log has no reason",
      explanation: "The log says only[: {message}]. The record of the message at the provider has the reason.",
    },
  },
  ko: {
    title: "거절되었고 이유가 버려짐",
    explanation: "백엔드에는 [{message}]만 남았습니다. 코드는 Solapi의 메시지 기록에 있습니다.",
    elsewhere: {
      title: "발송이 실패했고 로그에 이유가 없음",
      explanation: "로그에는 이것뿐입니다[: {message}]. 이유는 발송 서비스의 메시지 기록에 있습니다.",
    },
  },
  rules: [providerSignRule("provider.rejected-reason-lost"), noReasonRule],
};
