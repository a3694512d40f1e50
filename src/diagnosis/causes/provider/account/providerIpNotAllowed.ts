import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerIpNotAllowed: Cause = {
  id: "provider.ip-not-allowed",
  outcome: "blocked",
  rank: 8,
  means: "The worker's address is not on the API key's list.",
  recognise: "Forbidden with 허용되지 않은 IP; the message names the address.",
  fixes: ["allow-ip"],
  en: {
    title: "The worker's address is not allowed",
    explanation: "Solapi refused the address[ {ip}][: {message}]. Addresses change when instances are replaced.",
    elsewhere: {
      title: "{system} does not allow the worker's address",
      explanation: `${systemAnswered.en}[ The address is {ip}.] Addresses change when instances are replaced.`,
    },
  },
  ko: {
    title: "워커의 주소가 허용되지 않음",
    explanation: "Solapi가 주소[ {ip}]를 거절했습니다[: {message}]. 인스턴스가 바뀌면 주소도 바뀝니다.",
    elsewhere: {
      title: "{system}: 워커의 주소를 허용하지 않음",
      explanation: `${systemAnswered.ko}[ 주소: {ip}.] 인스턴스가 바뀌면 주소도 바뀝니다.`,
    },
  },
  rules: [
    providerSignRule("provider.ip-not-allowed"),
    workerSignRule("address-refused", { confidence: 0.88 }),
    unreadErrorRule("provider.ip-not-allowed"),
  ],
};
