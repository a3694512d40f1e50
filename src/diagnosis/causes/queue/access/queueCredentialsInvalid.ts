import { awsErrorRules } from "../../../rules/awsErrorRules";
import type { Cause } from "../../cause";

export const queueCredentialsInvalid: Cause = {
  id: "queue.credentials-invalid",
  outcome: "blocked",
  rank: 6,
  means: "The AWS keys are wrong; keys of another service, such as Cloudflare R2, are a known reason.",
  recognise:
    "InvalidClientTokenId, SignatureDoesNotMatch, UnrecognizedClientException, InvalidSignature, InvalidIdentityToken or OptInRequired from AWS.",
  fixes: ["replace-credentials"],
  en: {
    title: "The AWS credentials are wrong",
    explanation:
      "[{side}: ]AWS refused the keys[ at {operation}]: {code}. Keys of another service, such as Cloudflare R2, give the same answer.",
    variants: {
      role: {
        title: "The role may not be assumed",
        explanation:
          "[{side}: ]AWS refused[ {operation}]: {code}. The role's trust policy decides, not the queue's permissions.",
      },
    },
  },
  ko: {
    title: "AWS 자격 증명이 잘못됨",
    explanation:
      "[{side}: ]AWS가 키를 거절했습니다[ ({operation})]: {code}. Cloudflare R2 같은 다른 서비스의 키도 같은 응답을 냅니다.",
    variants: {
      role: {
        title: "역할을 맡을 수 없음",
        explanation:
          "[{side}: ]AWS가 거절했습니다[ ({operation})]: {code}. 큐의 권한이 아니라 역할의 신뢰 정책이 결정합니다.",
      },
    },
  },
  rules: [...awsErrorRules("queue.credentials-invalid", "api", "worker", "probe")],
};
