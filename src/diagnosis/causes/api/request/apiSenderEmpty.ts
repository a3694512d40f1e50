import type { Cause } from "../../cause";

export const apiSenderEmpty: Cause = {
  id: "api.sender-empty",
  outcome: "blocked",
  rank: 8,
  means:
    "Tenant.messaging_sender is empty, and the API refuses before it enqueues. The March 2026 generation refuses every mode, Alimtalk too.",
  recognise:
    "A 400 about 발신번호, or a 400 without a text (never a page of HTML) while the tenant's messaging_sender is known to be empty.",
  fixes: ["set-sender", "register-sender"],
  en: {
    title: "Tenant.messaging_sender is empty",
    explanation:
      "The API answered {status} before it enqueued[: {detail}].[ messaging_sender of {tenant} is (empty).][ The mode was {alimtalk}: this backend asks for a sender in every mode.]",
  },
  ko: {
    title: "Tenant.messaging_sender(발신번호)가 비어 있음",
    explanation:
      "API가 적재 전에 거절했습니다({status})[: {detail}].[ {tenant}의 messaging_sender는 (비어 있음)입니다.][ 방식은 {alimtalk}입니다. 이 백엔드는 모든 방식에서 발신번호를 요구합니다.]",
  },
  rules: [],
};
