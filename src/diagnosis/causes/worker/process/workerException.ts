import type { Cause } from "../../cause";

export const workerException: Cause = {
  id: "worker.exception",
  outcome: "blocked",
  rank: 2,
  means: "An exception in the worker's own code, of no better known kind.",
  recognise: "`Unexpected error in main loop`, `Fatal error in Messaging Worker`, or a traceback.",
  fixes: ["read-worker-log"],
  en: {
    title: "An exception in the worker",
    explanation: "The worker's code raised[ {type}][: {message}]. A message that is delivered again fails again.",
    variants: {
      "not-removed": {
        title: "A handled message stays in the queue",
        explanation: "The worker could not remove it: {message}.",
      },
      unread: {
        title: "An error in the worker's log",
        explanation:
          "The log reports an error that no rule knows[: {message}]. Whether it stopped the message is not shown.",
      },
      handler: {
        title: "The worker could not handle the message",
        explanation: "[{message}. ]A message that is delivered again fails again while the reason remains.",
      },
    },
  },
  ko: {
    title: "워커 내부 예외",
    explanation: "워커 코드에서 예외가 났습니다[: {type}][: {message}]. 다시 전달된 메시지는 다시 실패합니다.",
    variants: {
      "not-removed": {
        title: "처리한 메시지가 큐에 남음",
        explanation: "워커가 메시지를 큐에서 삭제하지 못했습니다: {message}.",
      },
      unread: {
        title: "워커 로그의 오류",
        explanation:
          "어느 규칙도 모르는 오류가 로그에 있습니다[: {message}]. 이 오류로 메시지가 멈췄는지는 알 수 없습니다.",
      },
      handler: {
        title: "워커가 메시지를 처리하지 못함",
        explanation: "[{message}. ]이유가 남아 있는 동안 다시 전달된 메시지는 다시 실패합니다.",
      },
    },
  },
  rules: [],
};
