import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerTemplateMismatch: Cause = {
  id: "provider.template-mismatch",
  outcome: "blocked",
  rank: 7,
  means: "The text or the variables differ from the registered template.",
  recognise: "Code 1043, 3034, 3103, 3063, 3073 or 3076. The 3xxx codes come after the backend recorded a success.",
  fixes: ["match-template"],
  en: {
    title: "The text differs from the registered template",
    explanation:
      "[The code is {code}.][ It said: {message}.][Reported: {alone}.] Kakao compares the body and every variable with the approved template.",
    elsewhere: { title: "The text differs from the registered template", explanation: systemAnswered.en },
  },
  ko: {
    title: "본문이 등록된 템플릿과 다름",
    explanation:
      "[코드는 {code}입니다.][ 내용: {message}.][내용: {alone}.] 카카오는 본문과 모든 변수를 승인된 템플릿과 비교합니다.",
    elsewhere: { title: "본문이 등록된 템플릿과 다름", explanation: systemAnswered.ko },
  },
  rules: [
    providerSignRule("provider.template-mismatch"),
    workerSignRule("template-differs", { confidence: 0.88 }),
    unreadErrorRule("provider.template-mismatch"),
  ],
};
