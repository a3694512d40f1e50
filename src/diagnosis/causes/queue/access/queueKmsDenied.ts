import { awsErrorRules } from "../../../rules/awsErrorRules";
import type { Cause } from "../../cause";

export const queueKmsDenied: Cause = {
  id: "queue.kms-denied",
  outcome: "blocked",
  rank: 8,
  means: "The key that encrypts the queue may not be used.",
  recognise: "KMS.AccessDeniedException, KmsDisabled, or AccessDenied on a kms: action.",
  fixes: ["grant-kms", "enable-key"],
  en: {
    title: "The queue's encryption key may not be used",
    explanation:
      "[{side}: ]KMS refused[ {operation}]: {code}.[ The key is {key}: it must be enabled; no permission helps.]",
  },
  ko: {
    title: "큐의 암호화 키를 쓸 수 없음",
    explanation:
      "[{side}: ]KMS가 거절했습니다[ ({operation})]: {code}.[ 키가 {key}입니다. 권한이 아니라 키를 활성화해야 합니다.]",
  },
  rules: [...awsErrorRules("queue.kms-denied", "api", "worker", "probe")],
};
