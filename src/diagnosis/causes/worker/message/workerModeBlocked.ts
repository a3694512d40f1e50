import { toldRule, why } from "../../../rules/worker/toldRule";
import type { Cause } from "../../cause";

export const workerModeBlocked: Cause = {
  id: "worker.mode-blocked",
  outcome: "blocked",
  rank: 7,
  means: "The worker refuses this mode or template for this event.",
  recognise: "`Messaging worker blocked delivery: … reason=…`.",
  fixes: ["use-mapped-template"],
  en: {
    title: "The worker refuses this mode or template",
    explanation: "[The reason given is {reason}. ]The worker deleted the message.",
  },
  ko: {
    title: "워커가 이 방식이나 템플릿을 거절함",
    explanation: "[이유는 {reason}입니다. ]워커가 메시지를 삭제했습니다.",
  },
  rules: [toldRule("line", "mode-stopped", { values: why, isFinal: true })],
};
