import { systemAnswered } from "../../systemAnswered";
import type { Cause } from "../../cause";

export const providerSenderNotRegistered: Cause = {
  id: "provider.sender-not-registered",
  outcome: "blocked",
  rank: 8,
  means: "The sender number is not registered at Solapi.",
  recognise:
    "Code 1062 or 2062, `sender number not verified`, 발신번호 미등록; or a refused message whose sender is not among the active numbers.",
  fixes: ["set-sender", "register-sender"],
  needs: ["provider.messages"],
  en: {
    title: "The sender number is not registered",
    explanation:
      "The provider does not take the sender[ {sender}][ from {senderSource}].[ {ownEmpty} has no number of its own, so the worker used the fallback.][ Registered and active: {registered}.]",
    elsewhere: {
      title: "{system} does not take the sender number",
      explanation: `${systemAnswered.en}[ The sender is {sender}.]`,
    },
  },
  ko: {
    title: "발신번호 미등록",
    explanation:
      "Solapi가 발신번호[ {sender}][ (출처 {senderSource})]를 받아들이지 않습니다.[ {ownEmpty}에 자체 발신번호가 없어 워커가 대체 번호를 썼습니다.][ 등록되어 활성인 번호: {registered}.]",
    elsewhere: {
      title: "{system}: 발신번호를 받아들이지 않음",
      explanation: `${systemAnswered.ko}[ 발신번호: {sender}.]`,
    },
  },
  rules: [],
};
