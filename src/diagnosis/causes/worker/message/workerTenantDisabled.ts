import { said, toldRule } from "../../../rules/worker/toldRule";
import type { Cause } from "../../cause";

export const workerTenantDisabled: Cause = {
  id: "worker.tenant-disabled",
  outcome: "skipped",
  rank: 8,
  means: "Messaging is switched off for the tenant, and the worker dropped the message on purpose.",
  recognise: "`Message skipped: … messaging disabled`.",
  fixes: ["enable-messaging"],
  en: {
    title: "Skipped on purpose: messaging is off for the tenant",
    explanation: "[{message}. ]The switch was off when the worker took the message.",
  },
  ko: {
    title: "의도된 건너뜀: 테넌트의 메시지 기능이 꺼짐",
    explanation: "[{message}. ]워커가 메시지를 가져갔을 때 스위치가 꺼져 있었습니다.",
  },
  rules: [toldRule("line", "tenant-off", { values: said, isFinal: true })],
};
