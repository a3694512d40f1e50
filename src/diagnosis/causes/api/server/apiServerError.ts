import type { Cause } from "../../cause";

export const apiServerError: Cause = {
  id: "api.server-error",
  outcome: "blocked",
  rank: 3,
  means: "An exception in the API.",
  recognise: "Status 500; the traceback stands in the API's log.",
  fixes: ["read-api-log"],
  en: {
    title: "An exception in the API",
    explanation: "[The API answered {status}.][ It raised {exception}.] Its log has the traceback.",
  },
  ko: {
    title: "API 내부 예외",
    explanation: "[API 응답은 {status}입니다.][ 예외는 {exception}.] 트레이스백은 API 로그에 있습니다.",
  },
  rules: [],
};
