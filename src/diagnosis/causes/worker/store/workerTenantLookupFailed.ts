import { excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { messageValues, wentOn } from "../../../rules/worker/lineValues";
import { lastTold, tells } from "../../../signs";
import type { Cause } from "../../cause";

const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const found = lastTold(facts.worker, "tenant-lookup-failed");
    if (!found) return undefined;
    const isDatabase = tells(found.line, "database-failed") || tells(found.line, "tenant-lookup-cut");
    if (isDatabase && !wentOn(facts)) return undefined;
    return {
      confidence: 0.9,
      basis: "message",
      evidence: [excerptOfLine(found.line)],
      values: messageValues(found.line),
      isLasting: true,
    };
  },
};

export const workerTenantLookupFailed: Cause = {
  id: "worker.tenant-lookup-failed",
  outcome: "degraded",
  rank: 5,
  means: "The tenant's data could not be read. Sending went on with SOLAPI_SENDER and leaves no row.",
  recognise: "`get_tenant_messaging_info failed`.",
  fixes: ["check-database"],
  en: {
    title: "The tenant's data could not be read",
    explanation: "[{message}. ]The worker continues with SOLAPI_SENDER, and leaves no NotificationLog row.",
  },
  ko: {
    title: "테넌트 정보를 읽지 못함",
    explanation: "[{message}. ]워커는 SOLAPI_SENDER로 계속하며 NotificationLog 행을 남기지 않습니다.",
  },
  rules: [logRule],
};
