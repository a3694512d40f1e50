import type { Cause } from "../../cause";

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
  rules: [],
};
