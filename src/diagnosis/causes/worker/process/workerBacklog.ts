import type { Cause } from "../../cause";

export const workerBacklog: Cause = {
  id: "worker.backlog",
  outcome: "degraded",
  rank: 4,
  means: "The worker works, but slower than messages arrive.",
  recognise: "Rows or sends appear while the number of waiting messages grows.",
  fixes: ["add-workers"],
  en: {
    title: "The worker is slower than the messages arrive",
    explanation:
      "[{visible} messages wait][, {growth} more than before the send][, the oldest for {age} s], although the worker sends.",
  },
  ko: {
    title: "워커가 들어오는 속도보다 느림",
    explanation:
      "워커가 발송하고 있지만[ {visible}건이 기다립니다][. 발송 전보다 {growth}건 늘었습니다][. 가장 오래된 것은 {age}초입니다].",
  },
  rules: [],
};
