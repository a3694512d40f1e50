import { excerptAt } from "../../../logLines";
import { isInactive, isLost, providerSignRule, senderValues } from "../../../rules/providerSign";
import type { Rule } from "../../../rules/rule";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { type NoteId, word } from "../../../texts/text";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

const sendersRule: Rule = {
  id: "senders",
  evaluate(facts) {
    const { sender, evidence } = facts;
    if (sender.isRegistered !== false || facts.accepted) return undefined;
    const numbers = (evidence.provider?.senders ?? []).map(({ phoneNumber, status }) =>
      `${phoneNumber} ${status ?? ""}`.trim(),
    );
    const found = excerptAt("provider.senders", numbers.join(", ") || word("no-number"));
    const values = { ...senderValues(facts), tenant: evidence.tenant?.code };
    const notes: NoteId[] = [...(isInactive(facts) ? (["sender-inactive"] as const) : []), "sender-order"];
    const isSms = evidence.request?.message_mode !== "alimtalk";
    if (isLost(facts) && isSms)
      return {
        confidence: 0.78,
        basis: "message",
        evidence: [found],
        values,
        notes: ["guessed-from-senders", ...notes],
      };
    // The worker's own number counts for nothing where the API refused the message.
    if (facts.stoppedAt === "api" && sender.source === "SOLAPI_SENDER") return undefined;
    return { confidence: 0.45, basis: "hint", evidence: [found], values, notes };
  },
};

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
  rules: [
    providerSignRule("provider.sender-not-registered"),
    sendersRule,
    workerSignRule("sender-refused", { confidence: 0.85 }),
    unreadErrorRule("provider.sender-not-registered"),
  ],
};
