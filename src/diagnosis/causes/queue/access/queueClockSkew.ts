import { awsErrorRules } from "../../../rules/awsErrorRules";
import type { Cause } from "../../cause";

export const queueClockSkew: Cause = {
  id: "queue.clock-skew",
  outcome: "blocked",
  rank: 8,
  means: "AWS refuses the signature because the machine's clock is wrong.",
  recognise: "`Signature expired` or `Signature not yet current` from AWS.",
  fixes: ["set-clock"],
  en: { title: "AWS refuses the signature's time", explanation: "[{side}: ]the machine's clock is off[: {message}]." },
  ko: { title: "AWS가 서명 시각을 거절함", explanation: "[{side}: ]서버 시계가 맞지 않습니다[: {message}]." },
  rules: [...awsErrorRules("queue.clock-skew", "api", "worker", "probe")],
};
