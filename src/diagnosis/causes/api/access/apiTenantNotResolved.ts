import { isDjangosBadRequest } from "../../../answers/answerPage";
import { excerptOfTold, sentence } from "../../../logLines";
import { answerEvidence, answerValues, refusalRules } from "../../../rules/apiAnswer";
import type { Rule } from "../../../rules/rule";
import { isSaidIn, lastTold } from "../../../signs";
import type { Cause } from "../../cause";

const hostRule: Rule = {
  id: "host",
  evaluate(facts) {
    const { answer, api } = facts;
    const logged = lastTold(api, "host-refused");
    const isSaid = logged !== undefined || isSaidIn(answer.text, "host-refused");
    const isLoggedAlone =
      logged !== undefined && answer.status === undefined && !answer.error && facts.reach === undefined;
    if (!isLoggedAlone && (answer.status !== 400 || (!isSaid && !isDjangosBadRequest(answer)))) return undefined;
    const evidence = [...(logged ? [excerptOfTold(logged)] : []), ...answerEvidence(facts)];
    return {
      confidence: isSaid ? 0.85 : 0.65,
      basis: "message",
      evidence,
      values: { ...answerValues(facts), detail: sentence(logged?.line.text ?? answer.detail) },
      fixes: ["allow-host"],
    };
  },
};

export const apiTenantNotResolved: Cause = {
  id: "api.tenant-not-resolved",
  outcome: "blocked",
  rank: 8,
  means: "The host or X-Tenant-Code leads to no active tenant.",
  recognise:
    "404 `tenant_invalid`, 403 `tenant_inactive` or 500 `tenant_ambiguous`. The header counts only for allow-listed hosts.",
  fixes: ["check-tenant-code", "activate-tenant", "add-tenant-domain"],
  en: {
    title: "No active tenant for this host and X-Tenant-Code",
    explanation:
      "[The API answered {status}.][ Its code is {code}.][ The tenant is {tenant}.][ It says: {detail}.][ The API's log says: {logged}.] X-Tenant-Code counts only for allow-listed hosts.",
  },
  ko: {
    title: "이 호스트와 X-Tenant-Code에 해당하는 활성 테넌트가 없음",
    explanation:
      "[API 응답은 {status}입니다.][ 코드: {code}.][ 테넌트: {tenant}.][ 내용: {detail}.][ API 로그 내용: {logged}.] X-Tenant-Code는 허용된 호스트에서만 쓰입니다.",
  },
  rules: [...refusalRules("api.tenant-not-resolved"), hostRule],
};
