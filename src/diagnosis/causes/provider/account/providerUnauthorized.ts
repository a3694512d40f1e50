import { providerSignRule } from "../../../rules/providerSign";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

export const providerUnauthorized: Cause = {
  id: "provider.unauthorized",
  outcome: "blocked",
  rank: 6,
  means: "The provider does not accept the API key or its signature.",
  recognise: "InvalidAPIKey, SignatureDoesNotMatch from Solapi, or status 401.",
  fixes: ["fix-solapi-key"],
  needs: ["worker.logs"],
  en: {
    title: "Solapi refuses the API key",
    explanation:
      "[The provider answered {code}.][ It said: {message}.][Reported: {alone}.] The key or secret[ ({keys})] is wrong or was replaced.",
    elsewhere: {
      title: "{system} refuses the credentials",
      explanation: `${systemAnswered.en} The key or secret is wrong or was replaced, or belongs to another account.`,
    },
  },
  ko: {
    title: "Solapi가 API 키를 거절함",
    explanation:
      "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.] 키[ ({keys})]나 시크릿이 틀렸거나 교체되었습니다.",
    elsewhere: {
      title: "{system}: 자격 증명을 거절함",
      explanation: `${systemAnswered.ko} 키나 시크릿이 틀렸거나 교체되었거나 다른 계정의 것입니다.`,
    },
  },
  rules: [
    providerSignRule("provider.unauthorized"),
    workerSignRule("provider-unauthorized", { confidence: 0.9 }),
    unreadErrorRule("provider.unauthorized"),
  ],
};
