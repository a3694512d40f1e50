import type { Cause } from "../../cause";

export const apiWrongEndpoint: Cause = {
  id: "api.wrong-endpoint",
  outcome: "blocked",
  rank: 2,
  means: "The address answers, but it is not the send endpoint.",
  recognise:
    "404 or 405 without the backend's own code, a redirect, or a page of HTML where the API would have answered with JSON.",
  fixes: ["check-api-url"],
  en: {
    title: "This address is not the send endpoint",
    explanation:
      "The address answered {status}[: {detail}].[ {why}.] The send endpoint is POST /api/v1/messaging/send/.",
  },
  ko: {
    title: "이 주소는 발송 엔드포인트가 아님",
    explanation:
      "주소의 응답은 {status}입니다[: {detail}].[ {why}.] 발송 엔드포인트는 POST /api/v1/messaging/send/ 입니다.",
  },
  rules: [],
};
