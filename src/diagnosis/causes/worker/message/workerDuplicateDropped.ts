import type { Facts } from "../../../facts";
import type { VerdictOutcome } from "../../../outcome";
import { said, toldRule } from "../../../rules/worker/toldRule";
import { firstTold } from "../../../signs";
import type { Cause } from "../../cause";

/** Another delivery ended between its claim and its result, so it may have reached the provider. */
function dedupOutcome({ rows, worker }: Facts): VerdictOutcome | undefined {
  const has = (...states: string[]) => rows?.some(({ status }) => states.includes(status?.toLowerCase() ?? ""));
  const isUnfinished = firstTold(worker, "duplicate-unfinished") !== undefined || has("sending");
  return isUnfinished && has("sending", "processing") ? "ambiguous" : undefined;
}

export const workerDuplicateDropped: Cause = {
  id: "worker.duplicate-dropped",
  outcome: "blocked",
  rank: 6,
  means: "The message was taken for a duplicate and dropped, or kept back.",
  recognise: "IDEMPOTENT_SKIP, `Duplicate in-flight message detected`, `Business dedup`.",
  fixes: ["check-lock", "widen-dedup-key"],
  en: {
    title: "The message was taken for a duplicate",
    explanation: "[{message}. ]The lock or the business key was held by an earlier attempt.",
  },
  ko: { title: "중복으로 판단됨", explanation: "[{message}. ]이전 시도가 락이나 업무 키를 가지고 있었습니다." },
  rules: [toldRule("line", "duplicate-found", { outcome: dedupOutcome, values: said })],
};
