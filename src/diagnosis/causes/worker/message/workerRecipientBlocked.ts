import { sentence } from "../../../logLines";
import { said, toldRule } from "../../../rules/worker/toldRule";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";

export const workerRecipientBlocked: Cause = {
  id: "worker.recipient-blocked",
  outcome: "blocked",
  rank: 8,
  means: "A white list or a deny list stopped the recipient.",
  recognise: "`recipient_guard: blocked sending`, `rejected by policy`, `recipient_blocked_by_policy`.",
  fixes: ["clear-whitelist"],
  en: {
    title: "A white list or deny list stopped the recipient",
    explanation: "[{message}. ]MESSAGING_TEST_WHITELIST or MESSAGING_RECIPIENT_DENYLIST is set.",
    variants: {
      excluded: {
        title: "Skipped on purpose: the recipient is excluded",
        explanation: "[{message}. ]The worker did not send on purpose.",
      },
    },
  },
  ko: {
    title: "허용 목록이나 차단 목록이 수신번호를 막음",
    explanation: "[{message}. ]MESSAGING_TEST_WHITELIST 또는 MESSAGING_RECIPIENT_DENYLIST가 설정되어 있습니다.",
    variants: {
      excluded: { title: "의도된 건너뜀: 제외된 수신자", explanation: "[{message}. ]워커가 일부러 보내지 않았습니다." },
    },
  },
  rules: [
    toldRule("line", "recipient-stopped", {
      isInApiToo: true,
      values: said,
      isFinal: true,
    }),
    workerSignRule("recipient-excluded", {
      confidence: 0.85,
      outcome: "skipped",
      values: (_, text) => ({ message: sentence(text), variant: "excluded" }),
      fixes: () => ["respect-opt-out"],
    }),
  ],
};
