import { providerSignRule } from "../../../rules/providerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerSenderMissing: Cause = {
  id: "provider.sender-missing",
  outcome: "blocked",
  rank: 8,
  means: "There was no sender number at all: not in the payload, not in the tenant, not in SOLAPI_SENDER.",
  recognise: "`sender_required`.",
  fixes: ["set-sender", "set-solapi-sender"],
  en: {
    title: "There is no sender number at all",
    explanation:
      "The worker found no number in the payload, in Tenant.messaging_sender[ of {tenant}] or in SOLAPI_SENDER.[ The tenant has {ownNow} now: it was not read, or was set later.]",
    elsewhere: { title: "{system} got no sender number", explanation: systemAnswered.en },
  },
  ko: {
    title: "발신번호가 전혀 없음",
    explanation:
      "워커가 페이로드, Tenant.messaging_sender[ ({tenant})], SOLAPI_SENDER 어디에서도 발신번호를 찾지 못했습니다.[ 지금 테넌트의 발신번호는 {ownNow}입니다. 읽히지 않았거나 나중에 설정되었습니다.]",
    elsewhere: { title: "{system}: 발신번호가 없음", explanation: systemAnswered.ko },
  },
  rules: [providerSignRule("provider.sender-missing")],
};
