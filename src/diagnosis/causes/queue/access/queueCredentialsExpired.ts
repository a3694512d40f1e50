import { awsErrorRules } from "../../../rules/awsErrorRules";
import type { Cause } from "../../cause";

export const queueCredentialsExpired: Cause = {
  id: "queue.credentials-expired",
  outcome: "blocked",
  rank: 7,
  means: "Temporary AWS credentials ran out.",
  recognise: "ExpiredToken, RequestExpired, or an ended single-sign-on session.",
  fixes: ["renew-credentials"],
  en: {
    title: "The AWS credentials have expired",
    explanation: "[{side}: ]AWS refused the temporary credentials[ at {operation}]: {code}.",
  },
  ko: {
    title: "AWS 자격 증명이 만료됨",
    explanation: "[{side}: ]AWS가 임시 자격 증명을 거절했습니다[ ({operation})]: {code}.",
  },
  rules: [...awsErrorRules("queue.credentials-expired", "api", "worker", "probe")],
};
