import { said, toldRule } from "../../../rules/worker/toldRule";
import type { Cause } from "../../cause";

export const workerMessageNoTenant: Cause = {
  id: "worker.message-no-tenant",
  outcome: "blocked",
  rank: 8,
  means: "tenant_id is missing or wrong in the queue's message. The worker deleted it.",
  recognise: "`Message missing tenant_id`, `Message has invalid tenant_id`, a contradictory tenant binding.",
  fixes: ["find-producer"],
  en: { title: "The queue's message has no valid tenant_id", explanation: "[{message}. ]{fate}" },
  ko: { title: "큐의 메시지에 올바른 tenant_id가 없음", explanation: "[{message}. ]{fate}" },
  rules: [toldRule("line", "tenant-unnamed", { values: said })],
};
