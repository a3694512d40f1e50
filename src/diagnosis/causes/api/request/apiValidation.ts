import type { Cause } from "../../cause";

export const apiValidation: Cause = {
  id: "api.validation",
  outcome: "blocked",
  rank: 4,
  means: "A field of the request is wrong.",
  recognise: 'A 400 of the form `{"field": ["message"]}`; the finding names the field.',
  fixes: ["correct-field"],
  en: {
    title: "A field of the request is wrong",
    explanation: "[The API answered {status}.][ Field {field}.][ It says: {detail}.]",
  },
  ko: { title: "요청 필드가 잘못됨", explanation: "[API 응답은 {status}입니다.][ 필드: {field}.][ 내용: {detail}.]" },
  rules: [],
};
