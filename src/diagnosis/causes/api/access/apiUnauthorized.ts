import { refusalRules } from "../../../rules/apiAnswer";
import type { Cause } from "../../cause";

export const apiUnauthorized: Cause = {
  id: "api.unauthorized",
  outcome: "blocked",
  rank: 7,
  means: "The token is missing, expired or invalid.",
  recognise: "Status 401, or a 403 that says that no credentials were provided or that the token is not valid.",
  fixes: ["renew-token"],
  en: {
    title: "The token is missing, expired or invalid",
    explanation: "The API answered {status}[: {detail}]. No message was made.",
  },
  ko: {
    title: "토큰이 없거나 만료되었거나 잘못됨",
    explanation: "API 응답은 {status}입니다[: {detail}]. 메시지가 만들어지지 않았습니다.",
  },
  rules: [...refusalRules("api.unauthorized")],
};
