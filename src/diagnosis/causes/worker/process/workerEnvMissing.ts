import type { Cause } from "../../cause";

export const workerEnvMissing: Cause = {
  id: "worker.env-missing",
  outcome: "blocked",
  rank: 8,
  means: "A required environment variable is missing, and the worker ends at once.",
  recognise: "`config error: Missing required env …`, or a required variable that is known to be empty.",
  fixes: ["set-env"],
  en: {
    title: "A required environment variable is missing",
    explanation: "The worker ends at once[: {variable} is not set].",
  },
  ko: { title: "필수 환경 변수가 없음", explanation: "워커가 바로 종료합니다[. 설정되지 않은 변수: {variable}]." },
  rules: [],
};
