import type { Cause } from "../../cause";

export const workerMockMode: Cause = {
  id: "worker.mock-mode",
  outcome: "silent",
  rank: 9,
  means: "The worker runs in mock mode: nothing was sent, although the log says ok and the row says success.",
  recognise: "`[MockSolapi]`, `group_id=mock-…`, SOLAPI_MOCK or DEBUG set, or `send_sms ok` without an HTTP line.",
  fixes: ["unset-mock"],
  needs: ["provider.messages", "worker.env"],
  en: {
    title: "NOT SENT: the worker runs in mock mode",
    explanation: "[{setting}. ][{trace}. ]Solapi was never called, although the log says ok and the row says success.",
  },
  ko: {
    title: "발송되지 않음: 워커가 mock 모드",
    explanation: "[{setting}. ][{trace}. ]로그는 ok, 행은 성공이지만 Solapi는 호출되지 않았습니다.",
  },
  rules: [],
};
