import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";

export const providerUnreachable: Cause = {
  id: "provider.unreachable",
  outcome: "blocked",
  rank: 6,
  means: "No connection to Solapi could be made, so nothing was sent.",
  recognise: "A refused connection or a failed name look-up towards api.solapi.com.",
  fixes: ["open-route-solapi"],
  en: {
    title: "Solapi cannot be reached",
    explanation: "No connection was made[: {message}]. Nothing was sent.",
    elsewhere: {
      title: "{system} cannot be reached",
      explanation: "No connection was made[: {message}]. Nothing was sent.",
    },
  },
  ko: {
    title: "Solapi에 닿을 수 없음",
    explanation: "연결되지 않았습니다[: {message}]. 발송된 것이 없습니다.",
    elsewhere: {
      title: "{system}: 연결할 수 없음",
      explanation: "연결되지 않았습니다[: {message}]. 발송된 것이 없습니다.",
    },
  },
  rules: [providerSignRule("provider.unreachable"), unreadErrorRule("provider.unreachable")],
};
