import { awsErrorRules } from "../../../rules/awsErrorRules";
import type { Cause } from "../../cause";

export const queueCredentialsMissing: Cause = {
  id: "queue.credentials-missing",
  outcome: "blocked",
  rank: 6,
  means: "There are no AWS credentials. The worker then prints hundreds of error pairs a second.",
  recognise:
    "`Unable to locate credentials`, NoCredentialsError, CredentialsProviderError or an absent single-sign-on token.",
  fixes: ["provide-credentials"],
  en: {
    title: "There are no AWS credentials",
    explanation: "[{side}: ]no AWS credentials were found[ for {operation}][: {message}].",
    variants: {
      source: {
        title: "The source of the AWS credentials failed",
        explanation: "[{side}: ]no credentials came from {source}[: {message}].",
      },
    },
  },
  ko: {
    title: "AWS 자격 증명이 없음",
    explanation: "[{side}: ]AWS 자격 증명을 찾지 못했습니다[ ({operation})][: {message}].",
    variants: {
      source: {
        title: "AWS 자격 증명의 출처가 실패함",
        explanation: "[{side}: ]자격 증명을 받지 못했습니다. 출처: {source}[. 내용: {message}].",
      },
    },
  },
  rules: [...awsErrorRules("queue.credentials-missing", "api", "worker", "probe")],
};
