import type { Cause } from "../../cause";

export const queueRedriveMissing: Cause = {
  id: "queue.redrive-missing",
  outcome: "blocked",
  rank: 3,
  means: "Failing messages cycle until they expire: the queue has no redrive policy.",
  recognise: "`redrive: null`, and the same message fails more often than any limit or is very old.",
  fixes: ["set-redrive"],
  en: {
    title: "Failing messages cycle: no redrive policy",
    explanation:
      "The queue has no redrive policy[, and its oldest message is {age} s old][; {attempts} failed attempts were seen]. A failing message is delivered again until it expires.",
  },
  ko: {
    title: "실패한 메시지가 계속 돎: redrive 정책 없음",
    explanation:
      "큐에 redrive 정책이 없습니다[. 가장 오래된 메시지는 {age}초 되었습니다][. 실패 시도 {attempts}회를 보았습니다]. 실패한 메시지는 만료될 때까지 다시 옵니다.",
  },
  rules: [],
};
