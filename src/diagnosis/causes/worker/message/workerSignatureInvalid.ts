import { toldRule, why } from "../../../rules/worker/toldRule";
import type { Cause } from "../../cause";

export const workerSignatureInvalid: Cause = {
  id: "worker.signature-invalid",
  outcome: "blocked",
  rank: 8,
  means: "The payload's tenant binding signature is missing or wrong.",
  recognise: "`invalid or missing tenant binding signature`, `…_tenant_binding_signature` in NotificationLog.",
  fixes: ["align-binding-key"],
  en: {
    title: "The payload's signature is missing or wrong",
    explanation:
      "The worker refused the payload[ ({reason})] and deleted it. MESSAGING_TENANT_BINDING_KEY must be the same on both sides.",
  },
  ko: {
    title: "페이로드 서명이 없거나 틀림",
    explanation:
      "워커가 페이로드를 거절하고[({reason})] 삭제했습니다. MESSAGING_TENANT_BINDING_KEY는 양쪽이 같아야 합니다.",
  },
  rules: [toldRule("line", "signature-refused", { values: why, isFinal: true })],
};
