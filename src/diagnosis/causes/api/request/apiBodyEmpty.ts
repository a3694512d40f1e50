import type { Cause } from "../../cause";

export const apiBodyEmpty: Cause = {
  id: "api.body-empty",
  outcome: "blocked",
  rank: 7,
  means: "The text is empty after substitution.",
  recognise: "A 400 about 본문 (body).",
  fixes: ["fill-body"],
  en: {
    title: "The text is empty",
    explanation: "The API answered {status}[: {detail}]. Nothing is left of the body after substitution.",
  },
  ko: {
    title: "본문이 비어 있음",
    explanation: "API 응답은 {status}입니다[: {detail}]. 치환 후 남은 본문이 없습니다.",
  },
  rules: [],
};
